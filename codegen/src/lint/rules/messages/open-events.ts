import { member } from "../../../load/pointer.ts";
import type { LintCheck } from "../../lint-rule.ts";
import { messagesOf, mistakeOf, placeOf } from "./view/message-view.ts";
import { oncePerSchema } from "./view/once-per-schema.ts";

/** Objects in events stay open, so that a property may be added without breaking those who check. */
export const openEvents: LintCheck = (side) =>
  oncePerSchema(messagesOf(side), (view, { node, path }) => {
    if (view.purpose !== "event") return [];
    const keyword = ["additionalProperties", "unevaluatedProperties"].find(
      (key) => member(node.value, key) === false,
    );
    if (keyword === undefined) return [];
    const what = path === "" ? "The payload" : `\`${path}\``;
    return [
      mistakeOf(view, {
        rule: "messages/open-events",
        message: `${what} of the event \`${view.type}\` is closed: no property can be added without breaking its followers.`,
        path: `message ${view.type}${path === "" ? "" : ` › ${path}`}`,
        place: placeOf(node),
        hint: `leave out \`${keyword}: false\``,
      }),
    ];
  });
