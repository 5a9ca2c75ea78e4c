import { child } from "../../../../load/reference.ts";
import { keyword, shapeOf } from "../../view/object-shape.ts";
import { textOf } from "../view/api.ts";
import { parameterRule } from "../view/define.ts";

/** What a parameter does. */
export const parameterDescription = parameterRule(
  "rest/parameter-description",
  {
    title: "A parameter without description",
    level: "warn",
    elsewhere: "info",
    why: "People do not learn what it does and what happens without it.",
    fix: "Add `description`.",
  },
  ({ parameter: { node, name, in: place } }, { tree }) => {
    const schema = child(node, "schema");
    const said =
      textOf(node, "description") ??
      keyword(shapeOf(tree, schema.value === undefined ? null : schema), "description");
    return typeof said === "string" && said.trim() !== ""
      ? null
      : { message: `The ${place} parameter \`${name}\` has no description.` };
  },
);
