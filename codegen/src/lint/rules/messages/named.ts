import { eachMessage, mistakeOf } from "./view/message-view.ts";

/** The name on the wire is written down and not guessed from the key of a component. */
export const named = eachMessage((view) => {
  if (view.message.isNamed) return [];
  const text = `The message \`${view.type}\` has no name of its own: readers know it by a key of the document alone.`;
  return [mistakeOf(view, { rule: "messages/named", message: text, hint: "add `name`" })];
});
