import type { LintCheck } from "../../lint-rule.ts";
import { type MessageView, messagesOf, mistakeOf, placeOf } from "./view/message-view.ts";
import { declarationsOf, valuesOf } from "./view/schema-view.ts";

/** One service publishes the events of a category, unless the envelope itself leaves `source` open to several. */
export const categoryOwner: LintCheck = (side) => {
  const events = (messagesOf(side)?.messages ?? []).filter(
    (view) => view.purpose === "event" && !isOpenToMany(view),
  );
  const owners = new Map<string, MessageView["senders"][number]>();
  return events.flatMap((view) => {
    const [category = ""] = view.type.split(".");
    return view.senders.flatMap((sender) => {
      const owner = owners.get(category);
      if (owner === undefined && sender.service !== null) owners.set(category, sender);
      if (owner === undefined || sender.service === null || sender.service === owner.service)
        return [];
      return [
        mistakeOf(view, {
          rule: "messages/category-owner",
          message: `\`${sender.service}\` publishes \`${view.type}\`, but the category \`${category}\` belongs to \`${owner.service}\`.`,
          place: placeOf(sender.located),
          related: placeOf(owner.located),
          detail: sender.service,
          hint: `let \`${owner.service}\` publish it, or give the event a category of its own`,
        }),
      ];
    });
  });
};

function isOpenToMany({ tree, payload, isEnveloped }: MessageView): boolean {
  if (!isEnveloped || payload === null) return false;
  const [source] = declarationsOf(tree, payload, "source");
  return source !== undefined && valuesOf(tree, source)?.length !== 1;
}
