import type { DescField } from "@bufbuild/protobuf";
import { getOption, hasOption, ScalarType } from "@bufbuild/protobuf";
import { isObject, member } from "../../../../load/pointer.ts";
import type { LintMistake } from "../../../lint-rule.ts";
import { keywordOf, type Property } from "../../messages/view/schema-view.ts";
import type { Pair } from "./compare-entity.ts";
import { coreOf } from "./shape.ts";

/** Limits of protovalidate, and what JSON Schema calls them. */
const keywords: Readonly<Record<string, string>> = {
  minLen: "minLength",
  maxLen: "maxLength",
  pattern: "pattern",
  gte: "minimum",
  lte: "maximum",
  gt: "exclusiveMinimum",
  lt: "exclusiveMaximum",
  minItems: "minItems",
  maxItems: "maxItems",
  unique: "uniqueItems",
};

/** The limits of a field (`buf.validate.field`, and those of its type) against those of its property. */
export function compareLimits(
  { links, link: { tree } }: Pair,
  field: DescField,
  property: Property,
  base: Omit<LintMistake, "rule" | "message">,
): readonly LintMistake[] {
  const core = coreOf(tree, property.node);
  const rule = "entities/limits";
  const found: LintMistake[] = [];
  const limits = declaredLimits(links.proto.registry, field);
  for (const [name, limit] of limits) {
    const keyword = keywords[name] ?? name;
    const mine = keywordOf(tree, core, keyword);
    if (mine === limit) continue;
    const says = mine === undefined ? "has none" : `says \`${String(mine)}\``;
    const message = `The field \`${field.name}\` has the limit \`${name}: ${String(limit)}\`, but \`${keyword}\` of the property ${says}.`;
    const hint = `write \`${keyword}: ${String(limit)}\`, or change the limit of the field`;
    found.push({ ...base, rule, message, detail: keyword, hint });
  }
  const [least, most] = rangeOf(field);
  const low = keywordOf(tree, core, "minimum");
  const high = keywordOf(tree, core, "maximum");
  const isOutside =
    (typeof low === "number" && low < least) || (typeof high === "number" && high > most);
  if (isOutside) {
    const message = `The property \`${property.name}\` allows ${String(low ?? "any number")} to ${String(high ?? "any number")}, more than the field can hold.`;
    found.push({
      ...base,
      rule,
      message,
      detail: "range",
      hint: `keep within ${least} and ${most}`,
    });
  }
  return found;
}

/** The range of 32-bit fields; everything else holds what JSON numbers hold. */
function rangeOf({ scalar, fieldKind }: DescField): readonly [number, number] {
  const isUnsigned = scalar === ScalarType.UINT32 || scalar === ScalarType.FIXED32;
  if (isUnsigned && fieldKind === "scalar") return [0, 2 ** 32 - 1];
  const isSigned =
    scalar === ScalarType.INT32 || scalar === ScalarType.SINT32 || scalar === ScalarType.SFIXED32;
  if (isSigned && fieldKind === "scalar") return [-(2 ** 31), 2 ** 31 - 1];
  return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
}

function declaredLimits(
  registry: Pair["links"]["proto"]["registry"],
  field: DescField,
): readonly (readonly [string, unknown])[] {
  const extension = registry.getExtension("buf.validate.field");
  if (extension === undefined || !hasOption(field, extension)) return [];
  const rules: unknown = getOption(field, extension);
  const typed = member(member(rules, "type"), "value");
  if (!isObject(typed)) return [];
  // Bounds of numbers stand in oneofs: `{case: "gte", value: 1}`.
  const entries = Object.entries(typed).flatMap(([name, value]) =>
    isObject(value) && typeof value.case === "string"
      ? [[value.case, value.value]]
      : [[name, value]],
  ) as (readonly [string, unknown])[];
  return entries
    .filter(([name, value]) => Object.hasOwn(keywords, name) && isLimit(value))
    .map(([name, value]) => [name, typeof value === "bigint" ? Number(value) : value] as const);
}

function isLimit(value: unknown): boolean {
  return ["number", "bigint", "string"].includes(typeof value) || value === true;
}
