import { BerrysError } from "../errors.ts";
import { receivedTags, versionIn, versionOf } from "./etag.ts";

/** Codings whose tags differ from the plain one by a suffix. */
const codingSuffix = /;(br|gzip|zstd)$/;

/**
 * The tag that a client has and that still holds, as it goes into a 304; null: it has none of them. `If-None-Match`
 * compares weakly, and a client that has another coding of the same body has the body.
 */
export function heldTag(ifNoneMatch: string | null, tag: string): string | null {
  if (ifNoneMatch === null) return null;
  const tags = receivedTags(ifNoneMatch);
  if (tags === "*") return tag;
  const current = tag.slice(1, -1).replace(codingSuffix, "");
  const held = tags.find(({ opaque }) => opaque.replace(codingSuffix, "") === current);
  return held === undefined ? null : `"${held.opaque}"`;
}

/**
 * Throws 412 unless `ifMatch`, the header of that name, is absent or names the state that the resource has now.
 * `current` is what the contract makes the tag of (`x-berrys-etag`): the value of that member, or all the data. To be
 * called where nobody else can change it any more: inside the transaction that has read it.
 */
export function requireMatch(ifMatch: string | undefined, current: unknown): void {
  if (ifMatch === undefined) return;
  const tags = receivedTags(ifMatch);
  const version = versionOf(current);
  // A weak tag never matches here (RFC 9110, 13.1.1).
  if (tags === "*" || tags.some(({ weak, opaque }) => !weak && versionIn(opaque) === version))
    return;
  throw new BerrysError(
    "failed_precondition",
    "Somebody else has changed it since: expected the ETag of the latest answer in If-Match; read it again.",
    { details: { status: 412, title: "Precondition failed" } },
  );
}
