import { eachMessage, mistakeOf } from "./view/message-view.ts";
import { isImperative, verbOf } from "./words/verbs.ts";

/** A command asks: its first word after the receiver is a verb in the imperative. */
export const commandImperative = eachMessage((view) => {
  const [verb = "", ...rest] = (view.type.split(".")[1] ?? "").split("_");
  if (view.purpose !== "command" || verb === "" || isImperative(verb)) return [];
  const text = `The command \`${view.type}\` does not begin with what is to be done: \`${verb}\` is no verb in the imperative.`;
  const base = verbOf(verb);
  const receiver = view.type.split(".")[0];
  const better = `${receiver}.${[base, ...rest].join("_")}`;
  const hint = base === null ? "begin with a verb, as `assign_task` does" : `name it \`${better}\``;
  return [mistakeOf(view, { rule: "messages/command-imperative", message: text, hint })];
});
