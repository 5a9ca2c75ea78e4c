/** The seven kinds of values; integers are numbers without a fraction. */
export type ValueType = "null" | "boolean" | "integer" | "fraction" | "string" | "array" | "object";

/** The kind of a JSON value. */
export function typeOf(value: unknown): ValueType {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  switch (typeof value) {
    case "boolean":
      return "boolean";
    case "number":
      return Number.isInteger(value) ? "integer" : "fraction";
    case "string":
      return "string";
    default:
      return "object";
  }
}

/** A text that two values share exactly when they are equal as JSON, whatever the order of their members. */
export function valueKey(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(valueKey).join(",")}]`;
  if (typeof value !== "object" || value === null)
    return JSON.stringify(value === undefined ? null : Object.is(value, -0) ? 0 : value);
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${valueKey(member)}`);
  return `{${members.join(",")}}`;
}

/** The value as it stands in a message, shortened. */
export function shown(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text === "" ? '""' : text;
}
