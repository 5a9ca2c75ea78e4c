import { eachChannel } from "./view/each-channel.ts";

/** Addresses are `berrys:{partition}:events` and `berrys:{partition}:commands`. */
export const channelAddress = eachChannel(({ key, address }, messages) => {
  const [first] = messages;
  if (first === undefined || first.purpose === "reply" || address === null) return [];
  const kind = `${first.purpose}s`;
  if (new RegExp(`^berrys:\\{[a-z_/{}]+\\}:${kind}$`).test(address)) return [];
  const message = `The address \`${address}\` of the channel \`${key}\` is not \`berrys:{partition}:${kind}\`.`;
  const hint = `write \`address: berrys:{partition}:${kind}\``;
  return [{ rule: "messages/channel-address", message, hint }];
});
