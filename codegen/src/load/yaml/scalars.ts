/** Thrown where a text has something that only the full parser reads; its caller reads the text with that one then. */
export class UnusualYaml extends Error {}

/** Gives up on the plain way of reading. */
export function unusual(): never {
  throw new UnusualYaml("unusual YAML");
}

/** The value of an unquoted scalar in the core schema of YAML 1.2. */
export function plainValue(text: string): unknown {
  const first = text.charCodeAt(0);
  // Digits, signs and points may start numbers.
  if ((first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46)
    return numberOf(text);
  const word = words.get(text);
  return word === undefined ? text : word;
}

const words: ReadonlyMap<string, boolean | null> = new Map([
  ...["~", "null", "Null", "NULL"].map((word) => [word, null] as const),
  ...["true", "True", "TRUE"].map((word) => [word, true] as const),
  ...["false", "False", "FALSE"].map((word) => [word, false] as const),
]);

const decimal = /^[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/;
const other = /^(?:0[ox]|[-+]?\.(?:inf|nan)$)/i;

function numberOf(text: string): unknown {
  if (decimal.test(text)) return Number(text);
  return other.test(text) ? unusual() : text;
}

/** The name of a member that an unquoted key gives. */
export function plainKey(text: string): string {
  const value = plainValue(text);
  if (typeof value === "string" || typeof value === "boolean" || String(value) === text)
    return typeof value === "string" ? value : String(value);
  return unusual();
}

/** A text without the spaces at its end; other white space is content. */
export function trimEnd(text: string): string {
  let end = text.length;
  while (text.charCodeAt(end - 1) === 32) end -= 1;
  return end === text.length ? text : text.slice(0, end);
}

/** A quoted scalar. */
export interface Quoted {
  readonly value: string;
  /** Offset after the closing quote. */
  readonly end: number;
}

/**
 * The quoted scalar that starts at an offset. With an indent it may go over several lines, which are indented by more;
 * without one (a key) it ends on its line.
 */
export function readQuoted(text: string, start: number, indent?: number): Quoted {
  const isDouble = text[start] === '"';
  const end = isDouble ? endOfDouble(text, start) : endOfSingle(text, start);
  if (end === -1) return unusual();
  const written = text.slice(start + 1, end);
  const inner = written.includes("\n") ? fold(written, indent) : written;
  return { value: isDouble ? unescaped(inner) : inner.replaceAll("''", "'"), end: end + 1 };
}

function endOfSingle(text: string, start: number): number {
  let end = text.indexOf("'", start + 1);
  while (end !== -1 && text[end + 1] === "'") end = text.indexOf("'", end + 2);
  return end;
}

function endOfDouble(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

function isEscaped(text: string, quote: number): boolean {
  let before = quote;
  while (text[before - 1] === "\\") before -= 1;
  return (quote - before) % 2 === 1;
}

/** A line end becomes a space, empty lines become line ends. */
function fold(written: string, indent: number | undefined): string {
  if (indent === undefined) return unusual();
  const [first = "", ...lines] = written.split("\n");
  let folded = trimEnd(first);
  let breaks = 0;
  for (const [index, line] of lines.entries()) {
    breaks += 1;
    const content = line.replace(/^ +/, "");
    const isLast = index === lines.length - 1;
    if (content === "" && !isLast) continue;
    if (line.length - content.length <= indent) return unusual();
    folded += breaks === 1 ? " " : "\n".repeat(breaks - 1);
    folded += isLast ? content : trimEnd(content);
    breaks = 0;
  }
  return folded;
}

function unescaped(inner: string): string {
  if (!inner.includes("\\")) return inner;
  // YAML has more escapes than JSON; those in common mean the same. One at a line end joins lines.
  if (/\\[^"\\/bfnrtu]/.test(inner.replaceAll("\\\\", ""))) return unusual();
  try {
    return JSON.parse(`"${inner.replaceAll("\n", "\\n")}"`) as string;
  } catch {
    return unusual();
  }
}
