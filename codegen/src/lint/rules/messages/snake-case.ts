import type { LintCheck } from "../../lint-rule.ts";
import { messagesOf, mistakeOf, placeOf } from "./view/message-view.ts";
import { oncePerSchema } from "./view/once-per-schema.ts";

/** Properties are called in snake_case. */
export const snakeCase: LintCheck = (side) =>
  oncePerSchema(messagesOf(side), (view, { entry, name, path }) => {
    if (name === null || /^[a-z$@][a-z0-9]*(_[a-z0-9]+)*$/.test(name)) return [];
    const better = name
      .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
      .replaceAll(/[^A-Za-z0-9]+/g, "_")
      .toLowerCase();
    return [
      mistakeOf(view, {
        rule: "messages/snake-case",
        message: `The property \`${name}\` is not in snake_case.`,
        path: `message ${view.type} › ${path}`,
        place: placeOf(entry),
        hint: `call it \`${better}\``,
      }),
    ];
  });
