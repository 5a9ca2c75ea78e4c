import { textField } from "../../../compat/asyncapi/view/layers.ts";
import { eachChannel } from "./view/each-channel.ts";

/** Every channel says what travels on it. */
export const channelDescribed = eachChannel(({ key, located }) => {
  const has = ["description", "summary"].some((name) => textField([located], name) !== null);
  if (has) return [];
  const message = `The channel \`${key}\` has no description.`;
  const hint = "add `description`: what travels on it, and in which order";
  return [{ rule: "messages/channel-described", message, hint }];
});
