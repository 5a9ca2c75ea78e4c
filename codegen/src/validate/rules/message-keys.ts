import { createDiagnostic } from "../../diagnostics/create.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { didYouMean } from "../../diagnostics/nearest.ts";
import { isObject, member, segmentsOf } from "../../load/pointer.ts";
import { child, idOf } from "../../load/reference.ts";
import type { BuildContext } from "../../model/context.ts";
import type { Rule, RuleInput } from "../rule.ts";

/** Ordering keys name a property; partitioned channels have keyed messages. */
export const messageKeys: Rule = (input) => [...unkeyed(input), ...missingKeys(input)];

function unkeyed({ loaded, built }: RuleInput): readonly Diagnostic[] {
  const channels = new Map(built.model.channels.map((channel) => [channel.name, channel]));
  return built.model.messages.flatMap(({ type, key, channel, origin }) => {
    const partitions = channels.get(channel)?.partitions ?? 1;
    if (key !== null || partitions <= 1) return [];
    const text = `\`${type}\` has no ordering key, but its channel \`${channel}\` has ${partitions} partitions.`;
    const hint = "add `x-berrys-key: /<property>`";
    return [
      createDiagnostic("validate/unkeyed-message", text, loaded.sources.spanOf(origin), { hint }),
    ];
  });
}

/** A key of a channel counts for many messages, so that a wrong one is reported once. */
function missingKeys({ loaded, built }: RuleInput): readonly Diagnostic[] {
  const { spanOf } = loaded.sources;
  const wrong = (built.asyncApi?.facts ?? []).flatMap(({ node, layers }) => {
    if (node.key === null) return [];
    const fault = faultOf(built.context, node.data, segmentsOf(node.key));
    const holder = layers.find(({ value }) => member(value, "x-berrys-key") !== undefined);
    if (fault === null || holder === undefined) return [];
    return [{ node, fault, place: child(holder, "x-berrys-key") }];
  });
  return [...Map.groupBy(wrong, ({ place }) => idOf(place)).values()].flatMap((group) => {
    const [first, ...others] = group;
    if (first === undefined) return [];
    const { node, fault, place } = first;
    const of = `\`${node.type}\`${others.length === 0 ? "" : ` and of ${others.length} more`}`;
    const [what, hint] = told(fault);
    const text = `The key \`${node.key}\` ${what.replace("{of}", of)}.`;
    const related = [{ message: "the message", span: spanOf(node.origin) }];
    return [
      createDiagnostic("validate/missing-key", text, spanOf(place, "value"), { hint, related }),
    ];
  });
}

/** Why a pointer gives no key: nothing is there, or something that is no key. */
type Fault =
  | { readonly kind: "missing"; readonly segment: string; readonly known: readonly string[] }
  | { readonly kind: "compound"; readonly type: string };

function told(fault: Fault): readonly [what: string, hint: string | undefined] {
  switch (fault.kind) {
    case "missing": {
      const { segment, known } = fault;
      const list = known.length === 0 ? undefined : `the data has ${known.join(", ")}`;
      return ["names no property of the data of {of}", didYouMean(segment, known, list)];
    }
    case "compound":
      return [
        `of {of} names an ${fault.type}, expected a text, a number or a boolean`,
        fault.type === "object" ? "point to a property of it" : undefined,
      ];
  }
}

function faultOf(ctx: BuildContext, id: string, segments: readonly string[]): Fault | null {
  let current: readonly unknown[] = [{ $ref: id }];
  for (const segment of segments) {
    const parts = current.flatMap((schema) => partsOf(ctx, schema, new Set()));
    const next = parts
      .map((part) => member(member(part, "properties"), segment))
      .filter((found) => found !== undefined);
    if (next.length === 0)
      return {
        kind: "missing",
        segment,
        known: parts.flatMap((part) => Object.keys(member(part, "properties") ?? {})),
      };
    current = next;
  }
  // Messages would have no key at all, and no order.
  const types = current
    .flatMap((schema) => partsOf(ctx, schema, new Set()))
    .flatMap((part) => member(part, "type") ?? []);
  const type = types.find((one) => one === "object" || one === "array");
  const isScalar = types.some((one) => one !== type && one !== "null");
  return typeof type === "string" && !isScalar ? { kind: "compound", type } : null;
}

function partsOf(ctx: BuildContext, schema: unknown, seen: Set<string>): readonly unknown[] {
  if (!isObject(schema)) return [];
  const ref = schema.$ref;
  const target =
    typeof ref === "string" && !seen.has(ref)
      ? partsOf(ctx, ctx.schemas.get(ref)?.schema, seen.add(ref))
      : [];
  const combined = ["allOf", "anyOf", "oneOf"].flatMap((key) => {
    const list = schema[key];
    return Array.isArray(list) ? list.flatMap((part) => partsOf(ctx, part, seen)) : [];
  });
  return [schema, ...target, ...combined];
}
