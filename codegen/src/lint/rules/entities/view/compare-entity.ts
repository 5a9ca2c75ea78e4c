import type { DescField, DescMessage } from "@bufbuild/protobuf";
import type { Side } from "../../../../compat/side.ts";
import { member } from "../../../../load/pointer.ts";
import { child, idOf, type Located } from "../../../../load/reference.ts";
import type { LintMistake } from "../../../lint-rule.ts";
import { placeOf } from "../../messages/view/message-view.ts";
import { type Property, propertiesOf, textsOf } from "../../messages/view/schema-view.ts";
import { compareEnum, compareEnumValues } from "./compare-enum.ts";
import { compareLimits } from "./compare-limits.ts";
import type { Link, Links } from "./links.ts";
import { linkKey, linksOf } from "./links.ts";
import { coreOf, isOptional, mismatch } from "./shape.ts";

/** Names that an entity has on one side alone, on purpose. */
export const ignoreKey = "x-berrys-proto-ignore";

const known = new WeakMap<Side, Promise<readonly LintMistake[]>>();

/** Everything in which linked schemas and messages disagree, of all rules; compared once a side. */
export function compareEntities(side: Side): Promise<readonly LintMistake[]> {
  const found =
    known.get(side) ??
    linksOf(side).then((links) =>
      links === null ? [] : links.links.flatMap((link) => compareLink(links, link)),
    );
  known.set(side, found);
  return found;
}

function compareLink(links: Links, link: Link): readonly LintMistake[] {
  const { target } = link;
  if (target === null) return [];
  return target.kind === "enum"
    ? compareEnum(links, link, target)
    : compareMessage({ links, link, message: target });
}

/** One linked pair while it is compared. */
export interface Pair {
  readonly links: Links;
  readonly link: Link;
  readonly message: DescMessage;
}

function compareMessage(pair: Pair): readonly LintMistake[] {
  const { links, link, message } = pair;
  const { tree, schema } = link;
  const ignored = new Set(textsOf(member(schema.value, ignoreKey)));
  const properties = propertiesOf(tree, schema);
  const matched = new Map<DescField, Property>();
  const lacking: Property[] = [];
  for (const property of properties) {
    const field = message.fields.find((candidate) => isSame(candidate, property.name));
    if (field === undefined) lacking.push(property);
    else matched.set(field, property);
  }
  const missing = message.fields.filter((field) => !matched.has(field));
  return [
    ...lacking
      .filter(({ name }) => !ignored.has(name))
      .map(({ name, node }) => ({
        ...entityMistake(pair, name, node),
        rule: "entities/missing-in-proto",
        message: `\`${name}\` is a property of the schema, but \`${message.typeName}\` has no such field.`,
        related: links.proto.placeOf(message),
        hint: `add the field, or list \`${name}\` under \`${ignoreKey}\``,
      })),
    ...missing
      .filter(({ name }) => !ignored.has(name))
      .map((field) => ({
        ...entityMistake(pair, field.name, schema),
        rule: "entities/missing-in-schema",
        message: `\`${field.name}\` is a field of \`${message.typeName}\`, but the schema has no such property.`,
        related: links.proto.placeOf(field),
        hint: `add the property, or list \`${field.name}\` under \`${ignoreKey}\``,
      })),
    ...staleIgnores(pair, ignored, [
      ...lacking.map(({ name }) => name),
      ...missing.map(({ name }) => name),
    ]),
    ...[...matched].flatMap(([field, property]) =>
      ignored.has(property.name) ? [] : compareField(pair, field, property),
    ),
  ];
}

/** A field and the property that stands for it: its name, its JSON name, or a duration in milliseconds. */
function isSame(field: DescField, name: string): boolean {
  if (field.name === name || field.jsonName === name) return true;
  return field.message?.typeName === "google.protobuf.Duration" && name === `${field.name}_ms`;
}

/** A name that both sides have, or neither, hides nothing; one of both that differ may be hidden on purpose. */
function staleIgnores(
  pair: Pair,
  ignored: ReadonlySet<string>,
  needed: readonly string[],
): readonly LintMistake[] {
  const { schema, tree } = pair.link;
  const properties = new Map(propertiesOf(tree, schema).map((found) => [found.name, found]));
  return [...ignored].flatMap((name, index) => {
    if (needed.includes(name)) return [];
    const property = properties.get(name);
    const field = pair.message.fields.find((candidate) => isSame(candidate, name));
    const isHiding =
      property !== undefined &&
      field !== undefined &&
      compareField(pair, field, property).length > 0;
    if (isHiding) return [];
    const at = child(child(schema, ignoreKey), index);
    return [
      {
        ...entityMistake(pair, name, at),
        rule: "entities/stale-ignore",
        message: `\`${name}\` is ignored, but schema and message do not disagree about it.`,
        related: pair.links.proto.placeOf(pair.message),
        hint: `take it out of \`${ignoreKey}\``,
      },
    ];
  });
}

function compareField(pair: Pair, field: DescField, property: Property): readonly LintMistake[] {
  const { links, link } = pair;
  const { tree } = link;
  const base = {
    ...entityMistake(pair, property.name, property.node),
    related: links.proto.placeOf(field),
  };
  const different = mismatch(tree, property.node, field);
  if (different !== null)
    return [
      {
        ...base,
        rule: "entities/type",
        message: `The property \`${property.name}\` ${different}.`,
        hint: "give both the same type, or keep one of them out of the link",
      },
    ];
  return [
    ...compareOptionality(pair, field, property, base),
    ...compareNested(pair, field, property, base),
    ...compareLimits(pair, field, property, base),
  ];
}

type Base = Omit<LintMistake, "rule" | "message">;

function compareOptionality(
  { link: { tree } }: Pair,
  field: DescField,
  property: Property,
  base: Base,
): readonly LintMistake[] {
  if (field.fieldKind === "list" || field.fieldKind === "map") return [];
  const says = field.proto.proto3Optional === true || field.oneof !== undefined;
  // Messages always know whether they are there; only `optional` says that they may be missing.
  if (!says && field.message !== undefined) return [];
  const may = isOptional(tree, property);
  if (may === says) return [];
  const message = says
    ? `\`${field.name}\` may be absent from the message, but the property always has a value.`
    : `The property \`${property.name}\` may be absent or null, but the field cannot tell that from an empty value.`;
  const hint = says
    ? "make the property nullable, or the field plain"
    : "write `optional` before the field, or require the property";
  return [{ ...base, rule: "entities/optionality", message, hint }];
}

function compareNested(
  { links, link: { tree } }: Pair,
  field: DescField,
  property: Property,
  base: Base,
): readonly LintMistake[] {
  const target = field.enum ?? field.message;
  if (target === undefined || target.typeName.startsWith("google.protobuf.")) return [];
  const inner = valueSchema(property.node);
  const linked = links.bySchema.get(idOf(inner));
  if (linked !== undefined) {
    if (linked.some(({ name }) => name === target.typeName)) return [];
    const names = linked.map(({ name }) => `\`${name}\``).join(" and ");
    const message = `\`${property.name}\` is linked to ${names}, but the field is \`${target.typeName}\`.`;
    return [{ ...base, rule: "entities/nested-link", message, hint: "link both to one message" }];
  }
  if (target.kind === "enum")
    return compareEnumValues(links, { tree, schema: inner, target, base });
  const message = `\`${property.name}\` holds \`${target.typeName}\`, but its schema is not linked to it.`;
  const hint = `add \`${linkKey}: ${target.typeName}\` to that schema`;
  return [{ ...base, rule: "entities/nested-link", message, hint }];

  /** The schema of a value: of the items of a list, the values of a map, without `null`. */
  function valueSchema(node: Located): Located {
    const core = coreOf(tree, node);
    const key = { list: "items", map: "additionalProperties" }[String(field.fieldKind)];
    return key === undefined ? core : coreOf(tree, child(core, key));
  }
}

function entityMistake(
  { message }: Pair,
  name: string,
  at: Located,
): Omit<LintMistake, "rule" | "message"> {
  return {
    kind: "workspace",
    path: `entity ${message.typeName} › ${name}`,
    place: placeOf(at),
  };
}
