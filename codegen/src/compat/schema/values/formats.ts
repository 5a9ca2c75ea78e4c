import { fullFormats } from "ajv-formats/dist/formats.js";

/** Formats that only tell editors what to show. */
const hints: ReadonlySet<string> = new Set(["password", "textarea", "html", "markdown"]);

/** Formats whose values all have the other format too. */
const wider: Readonly<Record<string, readonly string[]>> = {
  int8: ["int16", "int32", "int64"],
  uint8: ["int16", "uint16", "int32", "uint32", "int64", "uint64"],
  int16: ["int32", "int64"],
  uint16: ["int32", "uint32", "int64", "uint64"],
  int32: ["int64"],
  uint32: ["int64", "uint64"],
  float: ["double"],
  email: ["idn-email"],
  hostname: ["idn-hostname"],
  uri: ["iri", "uri-reference", "iri-reference"],
  "uri-reference": ["iri-reference"],
  iri: ["iri-reference"],
  "iso-time": ["time"],
};

const aliases: Readonly<Record<string, string>> = {
  datetime: "date-time",
  guid: "uuid",
};

const numeric: ReadonlySet<string> = new Set([
  "int8",
  "uint8",
  "int16",
  "uint16",
  "int32",
  "uint32",
  "int64",
  "uint64",
  "float",
  "double",
  "decimal",
]);

const integers: ReadonlySet<string> = new Set(
  [...numeric].filter((format) => format.includes("int")),
);

/** The name that a format goes by; null for those that restrict nothing. */
export function formatName(format: string): string | null {
  return hints.has(format) ? null : (aliases[format] ?? format);
}

/** True for formats of numbers. */
export function isNumericFormat(format: string): boolean {
  return numeric.has(format);
}

/** True for formats that numbers with a fraction never have. */
export function isIntegerFormat(format: string): boolean {
  return integers.has(format);
}

/** True when every value of the first format has the second. */
export function isFormatWithin(format: string, of: string): boolean {
  return format === of || (wider[format]?.includes(of) ?? false);
}

/** Whether a value has a format; null where the format is not known. */
export function hasFormat(value: string | number, format: string): boolean | null {
  if (typeof value === "number") return hasNumericFormat(value, format);
  if (numeric.has(format)) return true;
  const known = (fullFormats as Readonly<Record<string, unknown>>)[format];
  if (format === "byte" || format === "binary") return null;
  return testWith(known, value);
}

function testWith(known: unknown, value: string): boolean | null {
  if (known instanceof RegExp) {
    known.lastIndex = 0;
    return known.test(value);
  }
  if (typeof known === "function") return known(value) === true;
  if (typeof known === "object" && known !== null && "validate" in known)
    return testWith(known.validate, value);
  return null;
}

function hasNumericFormat(value: number, format: string): boolean | null {
  if (!numeric.has(format)) return true;
  const range = /^(u?)int(8|16|32|64)$/.exec(format);
  if (range === null) return format === "decimal" ? null : true;
  if (!Number.isInteger(value)) return false;
  const bits = Number(range[2]);
  return range[1] === "u"
    ? value >= 0 && value < 2 ** bits
    : value >= -(2 ** (bits - 1)) && value < 2 ** (bits - 1);
}
