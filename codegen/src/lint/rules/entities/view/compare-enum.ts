import type { DescEnum } from "@bufbuild/protobuf";
import type { ContractTree } from "../../../../compat/tree.ts";
import type { Located } from "../../../../load/reference.ts";
import type { LintMistake } from "../../../lint-rule.ts";
import { memberPlace } from "../../messages/view/message-view.ts";
import { valuesOf } from "../../messages/view/schema-view.ts";
import type { Link, Links } from "./links.ts";

/** A schema with values and the enum that stands for it. */
export interface EnumPair {
  readonly tree: ContractTree;
  readonly schema: Located;
  readonly target: DescEnum;
  readonly base: Omit<LintMistake, "rule" | "message">;
}

/** Compares a schema that is linked to an enum. */
export function compareEnum(links: Links, link: Link, target: DescEnum): readonly LintMistake[] {
  const { tree, schema } = link;
  const base = {
    kind: "workspace" as const,
    path: `entity ${target.typeName}`,
    place: memberPlace(schema, "enum"),
    related: links.proto.placeOf(target),
  };
  if (valuesOf(tree, schema) !== null)
    return compareEnumValues(links, { tree, schema, target, base });
  const message = `The schema is linked to the enum \`${target.typeName}\`, but lists no values.`;
  return [{ ...base, rule: "entities/type", message, hint: "add `enum`, or link it to a message" }];
}

/** Values that only one of the two knows; open texts know all. */
export function compareEnumValues(
  { proto }: Links,
  { tree, schema, target, base }: EnumPair,
): readonly LintMistake[] {
  const values = valuesOf(tree, schema);
  if (values === null) return [];
  const mine = values.filter((value) => typeof value === "string");
  const theirs = new Map(
    target.values
      .filter(({ number, name }) => number !== 0 || !/(^|_)(UNSPECIFIED|UNKNOWN)$/.test(name))
      .map((value) => [jsonValue(target, value.name), value]),
  );
  const place = memberPlace(schema, "enum");
  return [
    ...mine
      .filter((value) => !theirs.has(value))
      .map((value) => ({
        ...base,
        rule: "entities/enum-missing-in-proto",
        message: `\`${value}\` is a value of the schema, but \`${target.typeName}\` has no \`${protoValue(target, value)}\`.`,
        place,
        related: proto.placeOf(target),
        detail: value,
        hint: "add it to the enum, or take it out of the schema",
      })),
    ...[...theirs]
      .filter(([value]) => !mine.includes(value))
      .map(([value, declared]) => ({
        ...base,
        rule: "entities/enum-missing-in-schema",
        message: `\`${declared.name}\` is a value of \`${target.typeName}\`, but the schema has no \`${value}\`.`,
        place,
        related: proto.placeOf(declared),
        detail: value,
        hint: "add it to the schema, or take it out of the enum",
      })),
  ];
}

/** `PROJECT_STATE_PLAN_REVIEW` of `ProjectState` → `plan_review`. */
function jsonValue(target: DescEnum, name: string): string {
  const prefix = prefixOf(target);
  return (name.startsWith(prefix) ? name.slice(prefix.length) : name).toLowerCase();
}

function protoValue(target: DescEnum, value: string): string {
  return `${prefixOf(target)}${value.toUpperCase()}`;
}

function prefixOf({ name }: DescEnum): string {
  return `${name.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2").toUpperCase()}_`;
}
