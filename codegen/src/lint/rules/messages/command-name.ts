import { eachMessage, mistakeOf } from "./view/message-view.ts";

/** Commands are called `receiver.verb_noun`. */
export const commandName = eachMessage((view) => {
  if (view.purpose !== "command" || /^[a-z][a-z0-9]*\.[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(view.type))
    return [];
  const text = `The command \`${view.type}\` is not called \`receiver.verb_noun\` in lower case.`;
  const hint = "name it as `agent.assign_task` is";
  return [mistakeOf(view, { rule: "messages/command-name", message: text, hint })];
});
