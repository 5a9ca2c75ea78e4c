import type { Change, Place } from "../change.ts";
import { compareEncoding } from "./compare-encoding.ts";
import { compareSchemas } from "./compare-schemas.ts";
import { compareXml } from "./compare-xml.ts";
import { objectIn, type Pair, placeOf } from "./read/located.ts";
import { type Match, type MediaType, matchMediaTypes, readMediaTypes } from "./read/media-types.ts";
import { change, type Scope, type Statement } from "./scope.ts";

/** Compares the `content` of two bodies. The nodes are request bodies or responses, past references. */
export function compareMediaTypes(
  scope: Scope,
  { old, now }: Pair,
  { direction, at }: { readonly direction: "request" | "response"; readonly at: readonly string[] },
): readonly Change[] {
  const oldTypes = readMediaTypes(scope.old, objectIn(scope.old, old, "content"));
  const newTypes = readMediaTypes(scope.now, objectIn(scope.now, now, "content"));
  const noun = direction === "request" ? "requests" : "responses";
  const { met, removed, added } = matchMediaTypes(oldTypes, newTypes);
  const state = (type: MediaType, message: string, place: PlacePair): Statement => ({
    message,
    at: [...at, type.name],
    ...place,
    direction,
    detail: type.name,
  });
  return [
    ...removed.map((type) =>
      change(
        scope,
        `openapi/${direction}-media-type-removed`,
        state(type, `\`${type.name}\` is gone from ${noun}`, {
          old: placeOf(type.node),
          new: placeOf(now),
        }),
      ),
    ),
    ...added.map((type) =>
      change(
        scope,
        `openapi/${direction}-media-type-added`,
        state(type, `${capital(noun)} may now be \`${type.name}\` too`, {
          old: null,
          new: placeOf(type.node),
        }),
      ),
    ),
    ...rangeChanges(met, newTypes).map(({ relation, ...match }) =>
      change(
        scope,
        `openapi/${direction}-media-type-${relation}`,
        state(match.now, rangeMessage(match, relation, noun), {
          old: placeOf(match.old.node),
          new: placeOf(match.now.node),
        }),
      ),
    ),
    ...met.flatMap((match) => compareMet(scope, match, { direction, at })),
  ];
}

interface PlacePair {
  readonly old: Place | null;
  readonly new: Place | null;
}

function compareMet(
  scope: Scope,
  { old, now }: Match,
  { direction, at }: { readonly direction: "request" | "response"; readonly at: readonly string[] },
): readonly Change[] {
  const inside = [...at, now.name];
  const pair = { old: old.node, now: now.node };
  return [
    ...(/[/+]xml$/.test(now.range) ? compareXml(scope, pair, { direction, at: inside }) : []),
    ...compareSchemas(scope, pair, { surface: direction, direction, at: inside }),
    ...(direction === "request" &&
    /^(multipart\/|application\/x-www-form-urlencoded)/.test(now.range)
      ? compareEncoding(scope, pair, inside)
      : []),
  ];
}

/** Ranges that grew or shrank; a type listed beside the range that it was part of changes nothing by itself. */
function rangeChanges(
  met: readonly Match[],
  newTypes: readonly MediaType[],
): readonly (Match & { readonly relation: "narrowed" | "widened" })[] {
  const names = new Set(newTypes.map(({ name }) => name));
  return met.flatMap((match) => {
    const { relation } = match;
    if (relation === "same") return [];
    if (relation === "narrowed" && names.has(match.old.name)) return [];
    return [{ ...match, relation }];
  });
}

function rangeMessage(
  { old, now }: Omit<Match, "relation">,
  relation: string,
  noun: string,
): string {
  return relation === "narrowed"
    ? `${capital(noun)} may be \`${now.name}\` instead of any \`${old.name}\``
    : `${capital(noun)} may be any \`${now.name}\` instead of \`${old.name}\` alone`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
