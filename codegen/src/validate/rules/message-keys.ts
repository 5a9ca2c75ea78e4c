import { createDiagnostic } from "../../diagnostics/create.ts";
import { didYouMean } from "../../diagnostics/nearest.ts";
import { isObject, member, segmentsOf } from "../../load/pointer.ts";
import { child } from "../../load/reference.ts";
import type { BuildContext } from "../../model/context.ts";
import type { Rule } from "../rule.ts";

/** Ordering keys name a property; partitioned channels have keyed messages. */
export const messageKeys: Rule = ({ loaded, built }) =>
  (built.asyncApi?.facts ?? []).flatMap(({ node, message }) => {
    const { spanOf } = loaded.sources;
    const channel = built.model.channels.find(({ name }) => name === node.channel);
    const own = child(message, "x-berrys-key");
    if (node.key === null) {
      if (channel === undefined || channel.partitions <= 1) return [];
      const text = `\`${node.type}\` has no ordering key, but its channel \`${channel.name}\` has ${channel.partitions} partitions.`;
      return [
        createDiagnostic("validate/unkeyed-message", text, spanOf(node.origin), {
          hint: "add `x-berrys-key: /<property>`",
        }),
      ];
    }
    const missing = missingSegment(built.context, node.data, segmentsOf(node.key));
    if (missing === null) return [];
    const place =
      own.value === undefined && channel !== undefined
        ? { file: channel.origin.file, pointer: `${channel.origin.pointer}/x-berrys-key` }
        : own;
    const text = `The key \`${node.key}\` of \`${node.type}\` names no property of its data.`;
    const hint = didYouMean(
      missing.segment,
      missing.known,
      missing.known.length === 0 ? undefined : `its data has ${missing.known.join(", ")}`,
    );
    return [
      createDiagnostic("validate/missing-key", text, spanOf(place, "value"), {
        hint,
        related: [{ message: "the message", span: spanOf(node.origin) }],
      }),
    ];
  });

interface Missing {
  readonly segment: string;
  readonly known: readonly string[];
}

function missingSegment(
  ctx: BuildContext,
  id: string,
  segments: readonly string[],
): Missing | null {
  let current: readonly unknown[] = [{ $ref: id }];
  for (const segment of segments) {
    const parts = current.flatMap((schema) => partsOf(ctx, schema, new Set()));
    const next = parts
      .map((part) => member(member(part, "properties"), segment))
      .filter((found) => found !== undefined);
    if (next.length === 0)
      return {
        segment,
        known: parts.flatMap((part) => Object.keys(member(part, "properties") ?? {})),
      };
    current = next;
  }
  return null;
}

function partsOf(ctx: BuildContext, schema: unknown, seen: Set<string>): readonly unknown[] {
  if (!isObject(schema)) return [];
  const ref = schema["$ref"];
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
