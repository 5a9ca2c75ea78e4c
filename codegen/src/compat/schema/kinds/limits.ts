import { narrows, type SchemaKindInfo, widens } from "./kind-info.ts";

/** The keywords that bound a value, with the words for it and for its excess. */
export const limitWords = {
  minimum: { noun: "minimum", below: "numbers below the new minimum", bound: "least" },
  maximum: { noun: "maximum", below: "numbers above the new maximum", bound: "most" },
  "min-length": { noun: "minimum length", below: "texts that are shorter", bound: "least" },
  "max-length": { noun: "maximum length", below: "texts that are longer", bound: "most" },
  "min-items": { noun: "minimum number of items", below: "lists with fewer items", bound: "least" },
  "max-items": { noun: "maximum number of items", below: "lists with more items", bound: "most" },
  "min-contains": {
    noun: "minimum number of matching items",
    below: "lists with fewer matching items",
    bound: "least",
  },
  "max-contains": {
    noun: "maximum number of matching items",
    below: "lists with more matching items",
    bound: "most",
  },
  "min-properties": {
    noun: "minimum number of properties",
    below: "objects with fewer properties",
    bound: "least",
  },
  "max-properties": {
    noun: "maximum number of properties",
    below: "objects with more properties",
    bound: "most",
  },
} as const;

/** A keyword that bounds a value. */
export type LimitName = keyof typeof limitWords;

/** What can happen to a limit; `raised` narrows a minimum and widens a maximum. */
export type LimitMove = "added" | "removed" | "raised" | "lowered";

type LimitKind = `${LimitName}-${LimitMove}`;

function entries(name: LimitName): readonly (readonly [LimitKind, SchemaKindInfo])[] {
  const { noun, below, bound } = limitWords[name];
  const [tighter, looser] =
    bound === "least" ? (["raised", "lowered"] as const) : (["lowered", "raised"] as const);
  const keep = `Keep the ${noun} that is promised today, or offer the new one in a new version.`;
  const wait =
    "Keep accepting the old values and warn those who send them; tighten the limit in a new version.";
  const former = below.replace(" new ", " former ");
  return [
    [`${name}-added`, narrows(`A ${noun} was added to a value of %`, below, wait)],
    [`${name}-removed`, widens(`The ${noun} of a value of % was removed`, former, keep)],
    [`${name}-${tighter}`, narrows(`The ${noun} of a value of % was ${tighter}`, below, wait)],
    [`${name}-${looser}`, widens(`The ${noun} of a value of % was ${looser}`, former, keep)],
  ];
}

/** Kinds of the limits of numbers, texts, lists and objects. */
export const limitKinds = Object.fromEntries(
  (Object.keys(limitWords) as LimitName[]).flatMap(entries),
) as Readonly<Record<LimitKind, SchemaKindInfo>>;
