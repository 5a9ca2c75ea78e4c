import type { Rules } from "../../../findings/rule.ts";

/** Rules about channels, their addresses and parameters. */
export const channelRules = {
  "asyncapi/channel-removed": {
    title: "A channel was removed",
    level: "error",
    why: "Old senders write to an address that nobody reads, and old subscribers wait at one that nobody writes to.",
    fix: "Keep the channel until every sender and subscriber has moved, then remove it in the next major version.",
  },
  "asyncapi/channel-added": {
    title: "A channel was added",
    level: "info",
    why: "Nobody uses it yet.",
    fix: "Nothing to do.",
  },
  "asyncapi/channel-address-changed": {
    title: "The address of a channel changed",
    level: "error",
    why: "Old senders and subscribers stay at the old address, so that their messages and those of new parties never meet.",
    fix: "Add a channel with the new address, send to both until the old one is empty, then remove the old one.",
  },
  "asyncapi/channel-address-stated": {
    title: "The address of a channel is now fixed",
    level: "warn",
    why: "Old parties that agree on the address at run time may use another one.",
    fix: "Keep the address open, or check that every party uses the stated one already.",
  },
  "asyncapi/channel-address-unstated": {
    title: "The address of a channel is no longer fixed",
    level: "error",
    why: "Old parties stay at the fixed address, while new ones agree on another at run time.",
    fix: "Keep the address, and add a channel without one for those that agree at run time.",
  },
  "asyncapi/channel-server-removed": {
    title: "A channel is no longer found on a server",
    level: "error",
    why: "Old parties that use the channel through this server reach nobody.",
    fix: "Keep the channel on the server until its users have moved.",
  },
  "asyncapi/channel-server-added": {
    title: "A channel is found on one more server",
    level: "info",
    why: "Old parties go on using the servers they know.",
    fix: "Nothing to do.",
  },
  "asyncapi/channel-parameter-value-removed": {
    title: "A parameter of an address no longer takes a value",
    level: "error",
    why: "Old parties use addresses with this value, at which nobody is any more.",
    fix: "Keep the value until nobody uses its addresses.",
  },
  "asyncapi/channel-parameter-value-added": {
    title: "A parameter of an address takes one more value",
    level: { reader: "info", writer: "warn" },
    why: "Messages may be sent to addresses that old subscribers do not listen at.",
    fix: "Let subscribers listen at the new address before anything is sent there.",
  },
  "asyncapi/channel-parameter-restricted": {
    title: "A parameter of an address is now restricted to listed values",
    level: "error",
    why: "Old parties use addresses with values that are not in the list.",
    fix: "Leave the parameter open, or list every value in use.",
  },
  "asyncapi/channel-parameter-opened": {
    title: "A parameter of an address takes any value now",
    level: { reader: "info", writer: "warn" },
    why: "Messages may be sent to addresses that old subscribers do not listen at.",
    fix: "Let subscribers listen by pattern before new values are used.",
  },
  "asyncapi/channel-parameter-default-changed": {
    title: "The default of an address parameter changed",
    level: "error",
    why: "Old parties that leave the parameter out use another address than new ones.",
    fix: "Keep the default, and state the parameter where another value is wanted.",
  },
  "asyncapi/channel-parameter-default-added": {
    title: "An address parameter got a default",
    level: "info",
    why: "Old parties always state the parameter.",
    fix: "Nothing to do.",
  },
  "asyncapi/channel-parameter-default-removed": {
    title: "An address parameter lost its default",
    level: "error",
    why: "Parties that leave the parameter out no longer know their address.",
    fix: "Keep the default.",
  },
  "asyncapi/channel-parameter-location-changed": {
    title: "An address parameter is taken from another place of the message",
    level: "error",
    why: "Old senders compute the address from the old place, new ones from the new, so that they send to different addresses.",
    fix: "Keep the value at the old place too, and keep the location.",
  },
  "asyncapi/channel-parameter-location-added": {
    title: "An address parameter is now taken from the message",
    level: "warn",
    why: "Old senders may send to an address that does not agree with the message.",
    fix: "Check that every sender computes the address from this place already.",
  },
  "asyncapi/channel-parameter-location-removed": {
    title: "An address parameter is no longer taken from the message",
    level: "warn",
    why: "Old parties compute the address from the message, and it may no longer agree.",
    fix: "Keep the location as long as messages hold the value.",
  },
  "asyncapi/channel-parameter-narrowed": {
    title: "The schema of an address parameter accepts less",
    level: "error",
    why: "Old parties use addresses with values that are no longer accepted.",
    fix: "Keep accepting every value in use.",
  },
  "asyncapi/channel-parameter-widened": {
    title: "The schema of an address parameter accepts more",
    level: { reader: "info", writer: "warn" },
    why: "Messages may be sent to addresses that old subscribers do not listen at.",
    fix: "Let subscribers listen by pattern before new values are used.",
  },
  "asyncapi/partitions-changed": {
    title: "The number of partitions changed",
    level: "error",
    why: "Old senders put a key into another partition than new ones, so that messages of one key are handled out of order, and old consumers leave partitions unread.",
    fix: "Stop the senders, let the consumers empty the channel, then change the number everywhere at once; or add a new channel.",
  },
  "asyncapi/application-id-changed": {
    title: "The id of the application changed",
    level: "info",
    why: "Registries that know the application by its id see another one. No message changes.",
    fix: "Tell the owners of registries and catalogs.",
  },
  "asyncapi/deprecated": {
    title: "A channel, operation or message is now deprecated",
    level: "info",
    why: "Nothing changes yet; its users should plan to leave it.",
    fix: "Say in the description what to use instead.",
  },
  "asyncapi/no-longer-deprecated": {
    title: "A channel, operation or message is no longer deprecated",
    level: "info",
    why: "Nothing changes on the wire.",
    fix: "Nothing to do.",
  },
  "asyncapi/tags-changed": {
    title: "The tags of a channel, operation or message changed",
    level: "info",
    why: "Tags sort the documentation; no message changes.",
    fix: "Nothing to do.",
  },
} as const satisfies Rules;
