import { customType } from "drizzle-orm/pg-core";
import { BerrysError } from "../errors.ts";

/** A `timestamptz` that is an RFC 3339 text in UTC with milliseconds on our side, as in the contracts. */
export const instant = customType<{ data: string; driverData: string | Date }>({
  dataType: () => "timestamp (3) with time zone",
  fromDriver: (value) => new Date(value).toISOString(),
  toDriver: instantOf,
});

const rfc3339 = /^(\d{4}-\d\d-\d\d)[t ](\d\d:\d\d):(\d\d)(\.\d+)?(?:z|([+-]\d\d)(?::?(\d\d))?)$/i;

/**
 * An RFC 3339 time as {@link instant} columns and the contracts write it; a leap second is the one after it. Refuses
 * what is outside of the years 1 to 9999 in UTC, which neither Protobuf nor RFC 3339 can tell.
 */
export function instantOf(time: string): string {
  const [, day, minute, second, fraction = "", hours = "+00", minutes = "00"] =
    rfc3339.exec(time) ?? [];
  const leap = second === "60";
  const at = Date.parse(`${day}T${minute}:${leap ? "59" : second}${fraction}${hours}:${minutes}`);
  const instant = new Date(leap ? at + 1_000 : at);
  const year = instant.getUTCFullYear();
  if (year >= 1 && year <= 9999) return instant.toISOString();
  throw new BerrysError("invalid_argument", `\`${time}\` is no time in the years 1 to 9999 of UTC`);
}

/** Now, as {@link instant} columns and the contracts write it. */
export function now(): string {
  return new Date().toISOString();
}
