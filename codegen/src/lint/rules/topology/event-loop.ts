import type { LintCheck } from "../../lint-rule.ts";
import { messagesOf, placeOf } from "../messages/view/message-view.ts";
import { cyclesOf, pathAround } from "./view/components.ts";

/** Services that follow one another's events may keep each other busy for ever. */
export const eventLoop: LintCheck = (side) => {
  const all = messagesOf(side);
  if (all === null) return [];
  const edges = new Map<string, string[]>();
  for (const { purpose, senders, receivers } of all.messages) {
    if (purpose !== "event") continue;
    for (const { service: from } of senders)
      for (const { service: to } of receivers)
        if (from !== null && to !== null && from !== to)
          edges.set(from, [...(edges.get(from) ?? []), to]);
  }
  return cyclesOf(edges).map((group) => {
    const path = pathAround(edges, group);
    const first = all.view.operations.find(({ service }) => service === path[0]);
    return {
      rule: "topology/event-loop",
      kind: "asyncapi" as const,
      message: `Events may go round: ${path.map((service) => `\`${service}\``).join(" → ")}.`,
      path: `services ${group.join(", ")}`,
      place: placeOf(first?.located ?? all.tree.root),
      services: group,
      hint: "make sure that no follower publishes an event for each that it gets",
    };
  });
};
