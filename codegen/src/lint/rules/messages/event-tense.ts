import { eachMessage, mistakeOf } from "./view/message-view.ts";
import { isParticiple, isState } from "./words/participles.ts";

/** An event states what happened: its last word is a past participle or a state that was reached. */
export const eventTense = eachMessage((view) => {
  const fact = view.type.split(".").slice(1).join(".");
  const last = fact.split("_").at(-1) ?? "";
  if (view.purpose !== "event" || last === "" || isParticiple(last) || isState(last)) return [];
  const text = `The event \`${view.type}\` does not say what happened: \`${last}\` is neither a past form nor a state.`;
  const hint =
    "end the name with what was done, as `created`, `assigned` or `sent`, or with the state that was reached, as `ready`";
  return [mistakeOf(view, { rule: "messages/event-tense", message: text, hint })];
});
