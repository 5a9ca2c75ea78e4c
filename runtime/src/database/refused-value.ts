import { BerrysError } from "../errors.ts";

/** SQLSTATEs of class 22 that a value causes, not a query: too long, out of range, malformed, not encodable. */
const states = new Set(["22001", "22003", "22007", "22008", "22021", "22P02", "22P03", "22P05"]);

/**
 * The mistake behind an error of the database that refused to hold a value, such as a number out of range: it came
 * with the request. Null: any other error.
 */
export function refusedValue(error: unknown): BerrysError | null {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause) {
    depth++;
    if ("code" in cause && typeof cause.code === "string" && states.has(cause.code))
      return new BerrysError(
        "invalid_argument",
        `A value of the request cannot be stored: ${cause.message}.`,
        { cause: error },
      );
  }
  return null;
}
