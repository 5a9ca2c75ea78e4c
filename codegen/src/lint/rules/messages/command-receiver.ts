import type { LintCheck } from "../../lint-rule.ts";
import { messagesOf, mistakeOf } from "./view/message-view.ts";

/** The first word of a command names who carries it out: the service itself, or a category of events that it owns. */
export const commandReceiver: LintCheck = (side) => {
  const messages = messagesOf(side)?.messages ?? [];
  const owned = new Map<string, Set<string>>();
  for (const { purpose, type, senders } of messages) {
    const category = type.split(".")[0] ?? "";
    for (const { service } of purpose === "event" ? senders : [])
      if (service !== null) owned.set(service, (owned.get(service) ?? new Set()).add(category));
  }
  return messages.flatMap((view) => {
    const [receiver = ""] = view.type.split(".");
    const service = view.receivers.find((operation) => operation.service !== null)?.service ?? null;
    if (view.purpose !== "command" || service === null) return [];
    const words = service.split("-");
    if (words.includes(receiver) || owned.get(service)?.has(receiver) === true) return [];
    const text = `The command \`${view.type}\` is received by \`${service}\`, which \`${receiver}\` does not name.`;
    const names = [...(owned.get(service) ?? []), words[0]].join("` or `");
    const hint = `begin its name with \`${names}\``;
    return [mistakeOf(view, { rule: "messages/command-receiver", message: text, hint })];
  });
};
