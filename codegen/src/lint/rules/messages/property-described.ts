import type { LintCheck } from "../../lint-rule.ts";
import { messagesOf, mistakeOf, placeOf } from "./view/message-view.ts";
import { oncePerSchema } from "./view/once-per-schema.ts";
import { descriptionOf } from "./view/walk-schema.ts";

/** Every property says what it means. */
export const propertyDescribed: LintCheck = (side) =>
  oncePerSchema(messagesOf(side), (view, visited) => {
    const { entry, name, path, owner } = visited;
    if (name === null || descriptionOf(visited) !== "") return [];
    // The narrowing of an envelope repeats members that the envelope describes.
    const isNarrowing =
      view.isEnveloped &&
      owner !== null &&
      !path.includes(".") &&
      ["type", "source", "data"].includes(name);
    if (isNarrowing) return [];
    return [
      mistakeOf(view, {
        rule: "messages/property-described",
        message: `The property \`${name}\` has no description.`,
        path: `message ${view.type} › ${path}`,
        place: placeOf(entry),
        hint: "add `description`: one sentence with what it means, unit and default",
      }),
    ];
  });
