import type { LintCheck } from "../../lint-rule.ts";
import { messagesOf, mistakeOf, placeOf } from "../messages/view/message-view.ts";
import { declarationsOf, valuesOf } from "../messages/view/schema-view.ts";
import { isWholeSystem } from "./view/services.ts";

/** Whom the envelope allows as source sends the message indeed. */
export const sourceNeverSends: LintCheck = (side) => {
  const all = messagesOf(side);
  if (all === null || !isWholeSystem(all.view.operations)) return [];
  return all.messages.flatMap((view) => {
    const { tree, payload, isEnveloped, senders, type } = view;
    const [source] = isEnveloped && payload !== null ? declarationsOf(tree, payload, "source") : [];
    const allowed = source === undefined ? null : valuesOf(tree, source);
    if (source === undefined || allowed === null || senders.length === 0) return [];
    const sending = new Set<unknown>(senders.map(({ service }) => service));
    return allowed
      .filter((service) => !sending.has(service))
      .map((service) =>
        mistakeOf(view, {
          rule: "topology/source-never-sends",
          message: `The envelope of \`${type}\` allows the source \`${String(service)}\`, which never sends it.`,
          place: placeOf(source),
          detail: String(service),
          hint: "add its operation, or take it out of `source`",
        }),
      );
  });
};
