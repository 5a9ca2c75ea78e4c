import { createHash } from "node:crypto";

const uuid = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi;
const hex = /\b(?:0x)?(?=[0-9a-f]*\d)[0-9a-f]{8,}\b/gi;
const quoted = /"(?:[^"\\]|\\.)*"|(?<!\w)'(?:[^'\\]|\\.)*'(?!\w)/g;
const number = /\d+(?:[.,]\d+)*/g;

/** An error's text without what differs from one message to the next: quoted values, ids, numbers. */
export function normalizedError(error: string): string {
  const [line = ""] = error.split("\n", 1);
  return line
    .replace(quoted, "…")
    .replace(uuid, "…")
    .replace(hex, "…")
    .replace(number, "…")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 300);
}

/** Eight hexadecimal digits, equal for deaths of one reason whose errors differ in values alone. */
export function fingerprintOf(reason: string, error: string): string {
  return createHash("sha256")
    .update(`${reason}\n${normalizedError(error)}`)
    .digest("hex")
    .slice(0, 8);
}
