import { child, children } from "../../../../load/reference.ts";
import { textOf } from "../view/api.ts";
import { documentRule } from "../view/define.ts";

/** A group says what it holds. */
export const tagDescription = documentRule(
  "rest/tag-description",
  {
    title: "A tag without description",
    level: "info",
    why: "The heading of the group is all that people get to know about it.",
    fix: "Add `description` to the tag.",
  },
  (root) =>
    children(child(root, "tags"))
      .filter(([, tag]) => !textOf(tag, "description")?.trim())
      .map(([, tag]) => {
        const name = textOf(tag, "name") ?? "";
        return {
          message: `The tag \`${name}\` has no description.`,
          at: tag,
          path: ["tags", name],
        };
      }),
);
