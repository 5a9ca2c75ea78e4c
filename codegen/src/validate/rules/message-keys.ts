import { createDiagnostic } from "../../diagnostics/create.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { didYouMean } from "../../diagnostics/nearest.ts";
import { member, segmentsOf } from "../../load/pointer.ts";
import { child, idOf } from "../../load/reference.ts";
import type { Rule, RuleInput } from "../rule.ts";
import { type PointerFault, pointerFault } from "./pointer-fault.ts";

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
    const fault = pointerFault(built.context, { $ref: node.data }, segmentsOf(node.key));
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

function told(fault: PointerFault): readonly [what: string, hint: string | undefined] {
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
