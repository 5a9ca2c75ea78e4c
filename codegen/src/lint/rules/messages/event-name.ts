import { eachMessage, mistakeOf } from "./view/message-view.ts";

/** Events are called `category.past_fact`. */
export const eventName = eachMessage((view) => {
  if (view.purpose !== "event" || /^[a-z][a-z0-9]*\.[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(view.type))
    return [];
  const text = `The event \`${view.type}\` is not called \`category.past_fact\` in lower case.`;
  const hint = "name it as `project.created` or `agent.task_assigned` are";
  return [mistakeOf(view, { rule: "messages/event-name", message: text, hint })];
});
