import type { Page } from "./context.ts";
import { BerrysError } from "./errors.ts";

/**
 * Makes a page out of up to `limit + 1` rows in order: the row too many only says that there is a next page.
 * `positionOf` gives what the next page starts after.
 */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  positionOf: (row: Row) => string,
): Page<Row> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items, nextCursor: more ? Buffer.from(positionOf(last)).toString("base64url") : null };
}

/** Position behind a cursor that {@link pageOf} made; undefined without a cursor; refuses anything that is no UUID. */
export function positionOfCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const position = Buffer.from(cursor, "base64url").toString();
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(position)) return position;
  throw wrongCursor();
}

/** What a cursor that no page gave is answered with. */
export function wrongCursor(): BerrysError {
  return new BerrysError(
    "invalid_argument",
    "`cursor` must be the `next_cursor` of the page before",
  );
}
