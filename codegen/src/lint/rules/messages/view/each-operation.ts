import type { Message, Operation } from "../../../../compat/asyncapi/view/view.ts";
import { idOf } from "../../../../load/reference.ts";
import type { LintCheck, LintMistake } from "../../../lint-rule.ts";
import { type MessagePurpose, messagesOf, placeOf } from "./message-view.ts";

/** A check that looks at every operation; `purposeOf` tells what a message is for. */
export function eachOperation(
  check: (
    operation: Operation,
    purposeOf: (message: Message) => MessagePurpose | null,
  ) => readonly (Pick<LintMistake, "rule" | "message"> & Partial<LintMistake>)[],
): LintCheck {
  return (side) => {
    const all = messagesOf(side);
    if (all === null) return [];
    const purposes = new Map(
      all.messages.map(({ message, purpose }) => [idOf(message.located), purpose]),
    );
    const purposeOf = ({ located }: Message) => purposes.get(idOf(located)) ?? null;
    return all.view.operations.flatMap((operation) => {
      const { key, located, channel, service } = operation;
      return check(operation, purposeOf).map((mistake) => ({
        kind: "asyncapi",
        path: `operation ${key}`,
        operation: key,
        place: placeOf(located),
        channel: channel.label,
        ...(service === null ? {} : { services: [service] }),
        ...mistake,
      }));
    });
  };
}
