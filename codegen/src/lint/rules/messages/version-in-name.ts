import { eachMessage, mistakeOf } from "./view/message-view.ts";

/** Versions are numbers beside the name, so that followers keep following. */
export const versionInName = eachMessage((view) => {
  const [suffix] = /([._-]?v\d+([._]\d+)*)$/i.exec(view.type) ?? [];
  if (suffix === undefined) return [];
  const name = view.type.slice(0, -suffix.length);
  const text = `The name \`${view.type}\` holds a version.`;
  const hint = `call it \`${name}\` and say \`x-berrys-version: ${/\d+/.exec(suffix)?.[0]}\``;
  return [mistakeOf(view, { rule: "messages/version-in-name", message: text, hint })];
});
