import { member } from "../../../load/pointer.ts";
import type { LintCheck } from "../../lint-rule.ts";
import { messagesOf, placeOf } from "../messages/view/message-view.ts";
import { textsOf } from "../messages/view/schema-view.ts";

/** Who follows a category is in the owner's table of subscribers (`x-berrys-subscribers`). */
export const subscriberNotListed: LintCheck = (side) =>
  (messagesOf(side)?.view.operations ?? []).flatMap(
    ({ action, key, channel, service, located }) => {
      const table = member(channel.located.value, "x-berrys-subscribers");
      if (!Array.isArray(table) || action !== "receive" || service === null) return [];
      if (textsOf(table).includes(service)) return [];
      return [
        {
          rule: "topology/subscriber-not-listed",
          kind: "asyncapi" as const,
          message: `\`${service}\` follows the channel \`${channel.key}\`, but is not among its subscribers.`,
          path: `operation ${key}`,
          place: placeOf(located),
          related: {
            ...placeOf(channel.located),
            pointer: `${channel.located.pointer}/x-berrys-subscribers`,
          },
          operation: key,
          channel: channel.label,
          services: [service],
          hint: "ask the owner of the channel to add it to `x-berrys-subscribers`",
        },
      ];
    },
  );
