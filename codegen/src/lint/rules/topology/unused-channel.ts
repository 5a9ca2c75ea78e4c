import { idOf } from "../../../load/reference.ts";
import type { LintCheck } from "../../lint-rule.ts";
import { messagesOf, placeOf } from "../messages/view/message-view.ts";

/** Every channel is used by an operation or its reply. */
export const unusedChannel: LintCheck = (side) => {
  const all = messagesOf(side);
  if (all === null || all.view.operations.length === 0) return [];
  const used = new Set(
    all.view.operations.flatMap(({ channel, reply }) =>
      [channel, reply?.channel ?? null].flatMap((found) =>
        found === null ? [] : [idOf(found.located)],
      ),
    ),
  );
  return all.view.channels
    .filter(({ located }) => !used.has(idOf(located)))
    .map(({ key, label, located }) => ({
      rule: "topology/unused-channel",
      kind: "asyncapi" as const,
      message: `No operation uses the channel \`${key}\`.`,
      path: `channel ${label}`,
      place: placeOf(located),
      channel: label,
      hint: "add an operation, or remove the channel",
    }));
};
