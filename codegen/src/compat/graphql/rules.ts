import type { Level, Rule } from "../../findings/rule.ts";

type Texts = readonly [title: string, why: string, fix: string];

/** How GraphQL Inspector rates a change, in the words of our ids. */
export type Criticality = "breaking" | "dangerous" | "safe";

const levels: Readonly<Record<Criticality, Level>> = {
  breaking: "error",
  dangerous: "warn",
  safe: "info",
};

/** Each type of change with its usual rating; one that is rated otherwise gets the rating as suffix of its id. */
const usual: Readonly<Record<Criticality, string>> = {
  breaking:
    "directive-removed directive-location-removed directive-argument-removed directive-argument-type-changed directive-repeatable-removed enum-value-removed field-removed field-type-changed field-argument-removed field-argument-type-changed input-field-removed input-field-type-changed object-type-interface-removed schema-query-type-changed schema-mutation-type-changed schema-subscription-type-changed type-removed type-kind-changed union-member-removed",
  dangerous:
    "field-argument-added field-argument-default-changed directive-argument-default-value-changed enum-value-added input-field-default-value-changed object-type-interface-added union-member-added directive-usage-argument-removed directive-usage-union-member-added directive-usage-union-member-removed directive-usage-enum-added directive-usage-enum-removed directive-usage-enum-value-added directive-usage-enum-value-removed directive-usage-input-object-added directive-usage-input-object-removed directive-usage-field-added directive-usage-field-removed directive-usage-scalar-added directive-usage-scalar-removed directive-usage-object-added directive-usage-object-removed directive-usage-interface-added directive-usage-interface-removed directive-usage-argument-definition-added directive-usage-argument-definition-removed directive-usage-schema-added directive-usage-schema-removed directive-usage-field-definition-added directive-usage-field-definition-removed directive-usage-input-field-definition-added directive-usage-input-field-definition-removed",
  safe: "directive-added directive-location-added directive-argument-added directive-repeatable-added enum-value-deprecation-reason-added enum-value-deprecation-reason-changed enum-value-deprecation-reason-removed field-added field-deprecation-added field-deprecation-removed field-deprecation-reason-added field-deprecation-reason-changed field-deprecation-reason-removed input-field-added type-added directive-usage-argument-added",
};

const ratings: ReadonlyMap<string, Criticality> = new Map(
  (Object.keys(usual) as readonly Criticality[]).flatMap((rating) =>
    usual[rating].split(" ").map((name) => [name, rating] as const),
  ),
);

/** The id of a change: `graphql/field-removed`, or `graphql/field-argument-added-breaking` where the rating is not the usual. */
export function graphqlRuleId(type: string, rating: Criticality): string {
  const name = type.toLowerCase().replaceAll("_", "-");
  return ratings.get(name) === rating ? `graphql/${name}` : `graphql/${name}-${rating}`;
}

/** The catalog entry of a change that GraphQL Inspector finds; null: it finds none of that name. */
export function graphqlRule(id: string): Rule | null {
  const [, name = "", suffix] = /^graphql\/(.+?)(?:-(breaking|dangerous|safe))?$/.exec(id) ?? [];
  const usualRating = ratings.get(name);
  if (usualRating === undefined || suffix === usualRating) return null;
  const rating = (suffix as Criticality | undefined) ?? usualRating;
  const words = name.replaceAll("-", " ");
  const title = `GraphQL: ${words}${suffix === undefined ? "" : `, ${rating}`}`;
  const [own, why, fix] = (suffix === undefined ? texts[name] : undefined) ?? [
    title,
    ...general[rating],
  ];
  return { title: own, level: levels[rating], why, fix };
}

/** Ids of all changes with their usual rating. */
export function graphqlRuleIds(): readonly string[] {
  return [...ratings.keys()].map((name) => `graphql/${name}`);
}

const general: Readonly<Record<Criticality, readonly [why: string, fix: string]>> = {
  breaking: [
    "Operations of clients that were written for the old schema are refused, or give less than they rely on.",
    "Add the new form beside the old one, mark the old one `@deprecated`, and remove it when no operation uses it.",
  ],
  dangerous: [
    "Old operations stay valid, but clients may meet values or behaviour that they do not expect.",
    "Check that clients handle it, and tell them before it is released.",
  ],
  safe: [
    "Old operations stay valid and get what they got.",
    "Nothing to do; release it with a minor version.",
  ],
};

const query = "Operations that ask for it are refused by validation.";
const deprecate = "Mark it `@deprecated` and remove it when no operation asks for it.";
const root = "Operations of that kind are refused, or run on other fields.";

const texts: Readonly<Record<string, Texts>> = {
  "field-removed": ["A field was removed", query, deprecate],
  "type-removed": ["A type was removed", query, deprecate],
  "enum-value-removed": [
    "An enum value was removed",
    "Operations and variables that send the value are refused.",
    deprecate,
  ],
  "enum-value-added": [
    "An enum value was added",
    "Clients that handle the values one by one meet one that they do not know.",
    "Have clients handle unknown values first.",
  ],
  "union-member-removed": [
    "A type was taken out of a union",
    "Fragments on the type are refused by validation.",
    deprecate,
  ],
  "union-member-added": [
    "A type was added to a union",
    "Clients that handle the types one by one meet one that they do not know.",
    "Have clients handle unknown types (`__typename`) first.",
  ],
  "field-type-changed": [
    "A field has another type",
    "Clients read a value of another form, or null where there was none.",
    "Add a field of the new type and mark the old one `@deprecated`.",
  ],
  "field-argument-removed": [
    "An argument was removed",
    "Operations that pass it are refused by validation.",
    "Keep accepting it, and ignore it where it no longer matters.",
  ],
  "field-argument-type-changed": [
    "An argument has another type",
    "Operations that pass values of the old type, or none, are refused.",
    "Add an argument of the new type, optional or with a default.",
  ],
  "field-argument-added": [
    "An optional argument was added",
    "Old operations do not pass it, so its absence has to mean what it meant before.",
    "Check that leaving it out behaves as before.",
  ],
  "input-field-removed": [
    "An input field was removed",
    "Variables that hold it are refused.",
    "Keep accepting it, and ignore it where it no longer matters.",
  ],
  "input-field-type-changed": [
    "An input field has another type",
    "Variables with values of the old type, or without the field, are refused.",
    "Add a field of the new type, optional or with a default.",
  ],
  "object-type-interface-removed": [
    "A type no longer implements an interface",
    "Fragments of the interface no longer match the type.",
    "Keep implementing it.",
  ],
  "type-kind-changed": [
    "A type became another kind of type",
    "Selections, fragments and variables of the old kind are refused.",
    "Add a type of a new name.",
  ],
  "schema-query-type-changed": ["Queries start at another type", root, "Keep the root type."],
  "schema-mutation-type-changed": ["Mutations start at another type", root, "Keep the root type."],
  "schema-subscription-type-changed": [
    "Subscriptions start at another type",
    root,
    "Keep the root type.",
  ],
  "directive-removed": [
    "A directive was removed",
    "Operations that use it are refused by validation.",
    "Keep the directive.",
  ],
};
