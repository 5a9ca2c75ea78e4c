/** Checks of the formats of JSON Schema. Each runs in time linear in the length of the text. */

const dash = 0x2d;
const dot = 0x2e;
const colon = 0x3a;
const plus = 0x2b;
const slash = 0x2f;

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isHex(code: number): boolean {
  return isDigit(code) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x66);
}

function isLetter(code: number): boolean {
  return (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
}

function isLetterOrDigit(code: number): boolean {
  return isLetter(code) || isDigit(code);
}

/** The two digits at `at`, -1 if they are no digits. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at);
  const ones = text.charCodeAt(at + 1);
  return isDigit(tens) && isDigit(ones) ? (tens - 0x30) * 10 + ones - 0x30 : -1;
}

/** Whether `text` is a UUID of any version, with or without `urn:uuid:`. */
export function isUuid(text: string): boolean {
  const from = text.length === 45 && /^urn:uuid:/i.test(text) ? 9 : 0;
  if (text.length - from !== 36) return false;
  for (let i = 0; i < 36; i++) {
    const code = text.charCodeAt(from + i);
    if (i === 8 || i === 13 || i === 18 || i === 23 ? code !== dash : !isHex(code)) return false;
  }
  return true;
}

/** Whether `text` is a full-date of RFC 3339, e.g. `2025-02-28`. */
export function isDate(text: string): boolean {
  return text.length === 10 && isDateAt(text);
}

function isDateAt(text: string): boolean {
  const century = twoDigits(text, 0);
  const yearOfCentury = twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  if (century < 0 || yearOfCentury < 0 || text.charCodeAt(4) !== dash) return false;
  if (text.charCodeAt(7) !== dash || month < 1 || month > 12 || day < 1) return false;
  return day <= daysOf(month, century * 100 + yearOfCentury);
}

function daysOf(month: number, year: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Whether `text` is a time of RFC 3339 with its offset, e.g. `12:30:00Z`. Leap seconds count. */
export function isTime(text: string): boolean {
  return isTimeAt(text, 0);
}

/** Whether `text` is a date-time of RFC 3339, e.g. `2025-02-28T12:30:00.5+01:00`. */
export function isDateTime(text: string): boolean {
  const separator = text.charCodeAt(10);
  if ((separator | 0x20) !== 0x74 && separator !== 0x20) return false;
  return isDateAt(text) && isTimeAt(text, 11);
}

function isTimeAt(text: string, from: number): boolean {
  const hour = twoDigits(text, from);
  const minute = twoDigits(text, from + 3);
  const second = twoDigits(text, from + 6);
  if (hour < 0 || minute < 0 || second < 0 || second > 60) return false;
  if (text.charCodeAt(from + 2) !== colon || text.charCodeAt(from + 5) !== colon) return false;
  let at = from + 8;
  if (text.charCodeAt(at) === dot) {
    const digits = at + 1;
    at = digits;
    while (isDigit(text.charCodeAt(at))) at++;
    if (at === digits) return false;
  }
  const offset = offsetMinutes(text, at);
  if (offset === null) return false;
  if (second < 60) return hour <= 23 && minute <= 59;
  // A leap second falls on 23:59:60 UTC.
  return hour <= 23 && minute <= 59 && (hour * 60 + minute - offset + 2880) % 1440 === 1439;
}

/** Offset from UTC of the zone that fills the rest of the text; null if it is none. */
function offsetMinutes(text: string, at: number): number | null {
  const sign = text.charCodeAt(at);
  if ((sign | 0x20) === 0x7a) return text.length === at + 1 ? 0 : null;
  if (sign !== plus && sign !== dash) return null;
  const hours = twoDigits(text, at + 1);
  let minutes = 0;
  if (text.length !== at + 3) {
    const minutesAt = text.charCodeAt(at + 3) === colon ? at + 4 : at + 3;
    minutes = twoDigits(text, minutesAt);
    if (text.length !== minutesAt + 2) return null;
  }
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return null;
  return (sign === dash ? -1 : 1) * (hours * 60 + minutes);
}

/** Whether `text` is an ISO 8601 duration as RFC 3339 appendix A has it, e.g. `P1DT12H` or `P2W`. */
export function isDuration(text: string): boolean {
  return (
    text.length > 1 &&
    /^P(?:\d+W|(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)$/.test(text)
  );
}

const atextExtra = "!#$%&'*+/=?^_`{|}~-";

/** Whether `text` is a mail address: dot-separated atoms, `@`, a domain of at least two labels. */
export function isEmail(text: string): boolean {
  const at = text.indexOf("@");
  if (at < 1 || at !== text.lastIndexOf("@")) return false;
  let previous = dot;
  for (let i = 0; i < at; i++) {
    const code = text.charCodeAt(i);
    if (
      code === dot
        ? previous === dot
        : !isLetterOrDigit(code) && !atextExtra.includes(text.charAt(i))
    ) {
      return false;
    }
    previous = code;
  }
  const domain = text.slice(at + 1);
  return previous !== dot && domain.includes(".") && areLabels(domain, Number.POSITIVE_INFINITY);
}

/** Whether `text` is a host name of RFC 1123; a final dot is allowed. */
export function isHostname(text: string): boolean {
  const name = text.endsWith(".") ? text.slice(0, -1) : text;
  return name.length <= 253 && areLabels(name, 63);
}

/** Whether `text` is dot-separated labels of letters, digits and inner hyphens. */
function areLabels(text: string, longest: number): boolean {
  let start = 0;
  for (let i = 0; i <= text.length; i++) {
    const code = i === text.length ? dot : text.charCodeAt(i);
    if (code === dot) {
      if (i === start || i - start > longest || text.charCodeAt(i - 1) === dash) return false;
      start = i + 1;
    } else if (code === dash ? i === start : !isLetterOrDigit(code)) {
      return false;
    }
  }
  return true;
}

/** Whether `text` is a dotted IPv4 address without leading zeros. */
export function isIpv4(text: string): boolean {
  if (text.length > 15) return false;
  const parts = text.split(".");
  return parts.length === 4 && parts.every(isOctet);
}

function isOctet(part: string): boolean {
  return /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255;
}

/** Whether `text` is an IPv6 address, compressed or not, possibly ending in an IPv4 address. */
export function isIpv6(text: string): boolean {
  if (text.length > 45 || text.length < 2) return false;
  const gap = text.indexOf("::");
  if (gap === -1) return groupsOf(text, true) === 8;
  const left = text.slice(0, gap);
  const right = text.slice(gap + 2);
  const before = left === "" ? 0 : groupsOf(left, false);
  const after = right === "" ? 0 : groupsOf(right, true);
  return before >= 0 && after >= 0 && before + after <= 7;
}

/** Number of 16-bit groups in a part without `::`; -1 if it is malformed. */
function groupsOf(text: string, mayEndInIpv4: boolean): number {
  const groups = text.split(":");
  const last = groups.at(-1) ?? "";
  const ipv4 = mayEndInIpv4 && last.includes(".");
  if (ipv4 && !isIpv4(last)) return -1;
  const hex = ipv4 ? groups.slice(0, -1) : groups;
  if (!hex.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return -1;
  return hex.length + (ipv4 ? 2 : 0);
}

/** Whether `text` is an absolute URI of RFC 3986 with a scheme and an authority or a path. */
export function isUri(text: string): boolean {
  const scheme = schemeLength(text);
  if (scheme === 0 || indexOfAny(text, "?#", scheme) === scheme) return false;
  return isHierarchy(text, scheme);
}

/** Whether `text` is a URI or a relative reference of RFC 3986. */
export function isUriReference(text: string): boolean {
  const scheme = schemeLength(text);
  return isHierarchy(text, Math.max(scheme, 0));
}

/** Length of the scheme with its colon; 0 if the text starts with none. */
function schemeLength(text: string): number {
  if (!isLetter(text.charCodeAt(0))) return 0;
  for (let i = 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === colon) return i + 1;
    if (!isLetterOrDigit(code) && code !== plus && code !== dash && code !== dot) return 0;
  }
  return 0;
}

/** Authority, path, query and fragment from `from` on. */
function isHierarchy(text: string, from: number): boolean {
  let pathAt = from;
  if (text.startsWith("//", from)) {
    const end = indexOfAny(text, "/?#", from + 2);
    if (!isAuthority(text.slice(from + 2, end))) return false;
    pathAt = end;
  }
  const queryAt = indexOfAny(text, "?#", pathAt);
  const fragmentAt = indexOfAny(text, "#", queryAt);
  return (
    isUriText(text, pathAt, queryAt, ":@/") &&
    isUriText(text, queryAt + 1, fragmentAt, ":@/?") &&
    isUriText(text, fragmentAt + 1, text.length, ":@/?")
  );
}

function isAuthority(text: string): boolean {
  const at = text.indexOf("@");
  if (at !== -1 && !isUriText(text, 0, at, ":")) return false;
  const host = text.slice(at + 1);
  const portAt = host.startsWith("[") ? host.indexOf("]") + 1 : indexOfAny(host, ":", 0);
  if (host.startsWith("[")) {
    if (portAt === 0 || !isIpLiteral(host.slice(1, portAt - 1))) return false;
  } else if (!isUriText(host, 0, portAt, "")) {
    return false;
  }
  return /^(?::\d*)?$/.test(host.slice(portAt));
}

function isIpLiteral(text: string): boolean {
  return isIpv6(text) || /^v[0-9a-f]+\.[a-z0-9\-._~!$&'()*+,;=:]+$/i.test(text);
}

function indexOfAny(text: string, wanted: string, from: number): number {
  for (let i = from; i < text.length; i++) if (wanted.includes(text.charAt(i))) return i;
  return text.length;
}

const unreservedOrDelimiter = "-._~!$&'()*+,;=\"";

/** Whether a part holds only unreserved characters, delimiters, percent escapes and those in `extra`. */
function isUriText(text: string, from: number, to: number, extra: string): boolean {
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (isLetterOrDigit(code)) continue;
    const character = text.charAt(i);
    if (character === "%") {
      if (!isHex(text.charCodeAt(i + 1)) || !isHex(text.charCodeAt(i + 2))) return false;
      i += 2;
    } else if (!unreservedOrDelimiter.includes(character) && !extra.includes(character)) {
      return false;
    }
  }
  return true;
}

/** Whether `text` is a URI template of RFC 6570. */
export function isUriTemplate(text: string): boolean {
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === "{") {
      const end = text.indexOf("}", at);
      if (end === -1 || !isTemplateExpression(text.slice(at + 1, end))) return false;
      at = end + 1;
    } else if (character === "%") {
      if (!isHex(text.charCodeAt(at + 1)) || !isHex(text.charCodeAt(at + 2))) return false;
      at += 3;
    } else if (text.charCodeAt(at) <= 0x20 || "\"'<>\\^`|}".includes(character)) {
      return false;
    } else {
      at++;
    }
  }
  return true;
}

function isTemplateExpression(text: string): boolean {
  const variables = /^[+#./;?&=,!@|]/.test(text) ? text.slice(1) : text;
  return variables
    .split(",")
    .every((variable) => /^(?:[a-z0-9_]|%[0-9a-f]{2})+(?::[1-9]\d{0,3}|\*)?$/i.test(variable));
}

/** Whether `text` compiles as a regular expression. */
export function isRegex(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether `text` is an RFC 6901 pointer: empty, or tokens each after a `/` with `~` escaped. */
export function isJsonPointer(text: string): boolean {
  return text === "" || (text.charCodeAt(0) === slash && !/~(?![01])/.test(text));
}

/** Whether `text` is a relative JSON pointer, e.g. `1/name` or `0#`. */
export function isRelativeJsonPointer(text: string): boolean {
  const levels = /^(?:0|[1-9]\d*)/.exec(text)?.[0];
  if (levels === undefined) return false;
  const rest = text.slice(levels.length);
  return rest === "#" || isJsonPointer(rest);
}

/** Whether `text` is padded base64 (`format: byte`). */
export function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}

/** Whether a number is a 32-bit signed integer (`format: int32`). */
export function isInt32(value: number): boolean {
  return Number.isInteger(value) && value >= -2147483648 && value <= 2147483647;
}
