import { changes, narrows, neutral, type SchemaKindInfo, undecided, widens } from "./kind-info.ts";

const newVersion = "Offer the new form beside the old one, in a new property or a new version.";
const keepOutput = "Keep writing what is promised today, or offer the new form in a new version.";
const keepInput = "Keep accepting the old values until nobody sends them any more.";
const patternNote =
  "Whether every text of one pattern matches the other could not be computed; the finding tells why.";

/** Kinds about types, fixed values, numbers and texts. */
export const valueKinds = {
  "type-narrowed": narrows(
    "A value of % may no longer be of a type",
    "values of that type",
    keepInput,
  ),
  "type-widened": widens(
    "A value of % may be of a further type",
    "a value of a type that they cannot read",
    keepOutput,
  ),
  "type-changed": changes(
    "The type of a value of % changed",
    ["values of the old type", "a value of a type that they cannot read"],
    newVersion,
  ),
  "became-nullable": widens(
    "A value of % may now be null",
    "`null` instead of a value",
    keepOutput,
  ),
  "no-longer-nullable": narrows("A value of % may no longer be null", "`null`", keepInput),
  "value-forbidden": narrows(
    "A value of % can no longer be given",
    "any value there",
    "Make the value optional and ignore it before it is forbidden.",
  ),
  "value-allowed": widens(
    "A value of % that was impossible can be given",
    "a value where there was none",
    keepOutput,
  ),
  "value-undecided": undecided(
    "It cannot be computed whether % accepts a value",
    "A fixed value meets a schema that cannot be followed for it, such as a format that is not known.",
    "Name the value in both versions, or approve the change after looking at both.",
  ),
  "enum-value-removed": narrows(
    "A value was removed from an enumeration of %",
    "the removed value",
    keepInput,
  ),
  "enum-value-added": widens(
    "A value was added to an enumeration of %",
    "a value that they do not know",
    "Tell readers to treat unknown values as a default first, or write the new value in a new property.",
  ),
  "enum-added": narrows(
    "A value of % was limited to an enumeration",
    "values outside the enumeration",
    keepInput,
  ),
  "enum-removed": widens(
    "A value of % is no longer limited to an enumeration",
    "values that they do not know",
    keepOutput,
  ),
  "const-added": narrows("A value of % was fixed", "any other value", keepInput),
  "const-removed": widens(
    "A value of % is no longer fixed",
    "values that they do not know",
    keepOutput,
  ),
  "const-changed": changes(
    "The fixed value of % changed",
    ["the old value", "a value that they do not know"],
    newVersion,
  ),
  "multiple-of-added": narrows(
    "Numbers of % must be multiples",
    "numbers that are no multiple",
    keepInput,
  ),
  "multiple-of-removed": widens(
    "Numbers of % need not be multiples any more",
    "numbers between the former steps",
    keepOutput,
  ),
  "multiple-of-narrowed": narrows(
    "The step of numbers of % grew to a multiple of the old one",
    "numbers between the new steps",
    keepInput,
  ),
  "multiple-of-widened": widens(
    "The step of numbers of % became a part of the old one",
    "numbers between the former steps",
    keepOutput,
  ),
  "multiple-of-changed": changes(
    "The step of numbers of % changed",
    ["numbers of the old step", "numbers between the former steps"],
    newVersion,
  ),
  "pattern-added": narrows("Texts of % must match a pattern", "texts that do not match", keepInput),
  "pattern-removed": widens(
    "Texts of % need not match a pattern any more",
    "texts that do not match",
    keepOutput,
  ),
  "pattern-narrowed": narrows(
    "The pattern of texts of % matches less",
    "texts that only the old pattern matches",
    keepInput,
  ),
  "pattern-widened": widens(
    "The pattern of texts of % matches more",
    "texts that the old pattern does not match",
    keepOutput,
  ),
  "pattern-changed": changes(
    "The pattern of texts of % matches other texts",
    ["texts that only the old pattern matches", "texts that the old pattern does not match"],
    newVersion,
  ),
  "pattern-undecided": undecided(
    "The pattern of texts of % changed in a way that cannot be computed",
    patternNote,
    "Keep the pattern, or approve the change after looking at both.",
  ),
  "format-added": narrows(
    "Texts or numbers of % must have a format",
    "values of another format",
    keepInput,
  ),
  "format-removed": widens(
    "Texts or numbers of % need not have a format any more",
    "values of another format",
    keepOutput,
  ),
  "format-narrowed": narrows(
    "The format of a value of % allows less",
    "values that only the old format allows",
    keepInput,
  ),
  "format-widened": widens(
    "The format of a value of % allows more",
    "values that the old format does not allow",
    keepOutput,
  ),
  "format-changed": changes(
    "The format of a value of % changed",
    ["values of the old format", "values of a format that they cannot read"],
    newVersion,
  ),
  "content-encoding-changed": changes(
    "The encoding of a text of % changed",
    ["texts in the old encoding", "texts that they cannot decode"],
    newVersion,
  ),
  "content-media-type-changed": changes(
    "The media type of a text of % changed",
    ["texts of the old media type", "texts that they cannot parse"],
    newVersion,
  ),
  "default-added": neutral(
    "A default was added to a value of %",
    "Nobody is refused; where the value is left out, the default counts from now on.",
    "Check that leaving the value out meant the same before.",
  ),
  "default-removed": neutral(
    "The default of a value of % was removed",
    "Whoever leaves the value out gets another behaviour than the contract promised.",
    "Keep the default, or require the value in a new version.",
    { reader: "warn", writer: "info" },
  ),
  "default-changed": neutral(
    "The default of a value of % changed",
    "Whoever leaves the value out gets another behaviour than before.",
    "Keep the old default, or send the value explicitly before it changes.",
    { reader: "warn", writer: "info" },
  ),
  "deprecated-added": neutral(
    "A value of % is deprecated",
    "Nobody is hurt yet; the value is announced to go.",
    "Tell its users what to use instead.",
  ),
  "deprecated-removed": neutral(
    "A value of % is no longer deprecated",
    "Nobody is hurt; the value stays.",
    "Nothing to do; tell those who moved away.",
  ),
} as const satisfies Readonly<Record<string, SchemaKindInfo>>;
