import { customType } from "drizzle-orm/pg-core";

/** A `timestamptz` that is an RFC 3339 text in UTC with milliseconds on our side, as in the contracts. */
export const instant = customType<{ data: string; driverData: string | Date }>({
  dataType: () => "timestamp (3) with time zone",
  fromDriver: (value) => new Date(value).toISOString(),
  toDriver: (value) => value,
});

/** Now, as {@link instant} columns and the contracts write it. */
export function now(): string {
  return new Date().toISOString();
}
