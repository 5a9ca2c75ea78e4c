import { changes, narrows, neutral, type SchemaKindInfo, undecided, widens } from "./kind-info.ts";

const keepMember = "Keep accepting the alternative until nobody sends it any more.";
const newMember =
  "Tell readers to ignore unknown alternatives first, or write the new one in a new version.";
const approve =
  "Write the schema in a way that can be compared, or approve it after looking at both.";

/** Kinds about alternatives, exclusions and conditions. */
export const unionKinds = {
  "union-member-added": widens(
    "An alternative was added to %",
    "an alternative that they do not know",
    newMember,
  ),
  "union-member-removed": narrows(
    "An alternative was removed from %",
    "the removed alternative",
    keepMember,
  ),
  "union-overlap-undecided": undecided(
    "It cannot be computed whether values of % fit exactly one alternative",
    "`oneOf` refuses values that fit two alternatives, and these could not be proved apart.",
    "Give every alternative a property with a `const` of its own, or use `anyOf`.",
  ),
  "discriminator-added": neutral(
    "A discriminator was added to %",
    "Nobody is refused: the alternatives are the same, and a property now tells them apart.",
    "Nothing to do.",
  ),
  "discriminator-removed": neutral(
    "The discriminator of % was removed",
    "Nobody is refused; readers that choose the alternative by the property may lose it.",
    "Keep the discriminator.",
    { reader: "info", writer: "warn" },
  ),
  "discriminator-property-changed": changes(
    "Another property tells the alternatives of % apart",
    ["values without the new property", "values without the property that they look at"],
    "Keep the property, or offer the new form in a new version.",
  ),
  "discriminator-mapping-added": widens(
    "A value was added to the discriminator of %",
    "a value that they do not know",
    newMember,
  ),
  "discriminator-mapping-removed": narrows(
    "A value was removed from the discriminator of %",
    "the removed value",
    keepMember,
  ),
  "discriminator-mapping-changed": changes(
    "A value of the discriminator of % leads to another alternative",
    ["the old alternative under that value", "another alternative under a value that they know"],
    "Give the other alternative a value of its own.",
  ),
  "not-added": narrows(
    "Values of % were excluded",
    "the excluded values",
    "Keep accepting the values until nobody sends them any more.",
  ),
  "not-removed": widens(
    "Values of % are no longer excluded",
    "values that were excluded",
    "Keep the exclusion, or offer the new form in a new version.",
  ),
  "not-undecided": undecided(
    "It cannot be computed which values of % are excluded now",
    "A `not` differs between the versions, and neither form contains the other.",
    approve,
  ),
  "unevaluated-undecided": undecided(
    "It cannot be computed what of % is left unevaluated",
    "`unevaluatedProperties` or `unevaluatedItems` depends on alternatives, conditions or `contains` that differ between the versions.",
    approve,
  ),
  "conditional-undecided": undecided(
    "A condition (`if`) of % changed",
    "Which values the two conditions let through could not be computed.",
    approve,
  ),
} as const satisfies Readonly<Record<string, SchemaKindInfo>>;
