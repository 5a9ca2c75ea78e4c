import type { LintCheck } from "../../lint-rule.ts";
import { defaultHolds } from "../view/default-holds.ts";
import { eachChannel } from "./view/each-channel.ts";
import { messagesOf } from "./view/message-view.ts";

const each = eachChannel(({ key, address }, messages) => {
  const [first] = messages;
  if (first === undefined || first.purpose === "reply" || address === null) return [];
  const kind = `${first.purpose}s`;
  if (new RegExp(`^berrys:\\{[a-z_/{}]+\\}:${kind}$`).test(address)) return [];
  const message = `The address \`${address}\` of the channel \`${key}\` is not \`berrys:{partition}:${kind}\`.`;
  const hint = `write \`address: berrys:{partition}:${kind}\``;
  return [{ rule: "messages/channel-address", message, hint }];
});

const form = /^berrys:\{[a-z_/{}]+\}:(events|commands)$/;

/** Addresses are `berrys:{partition}:events` and `berrys:{partition}:commands`. */
export const channelAddress: LintCheck = (side) => {
  const isStated =
    messagesOf(side)?.view.channels.some(({ address }) => form.test(address ?? "")) ?? false;
  return defaultHolds(
    each(side),
    isStated,
    "No channel has an address of the form `berrys:{partition}:events` or `:commands`.",
  );
};
