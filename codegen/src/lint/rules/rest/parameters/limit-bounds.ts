import { child } from "../../../../load/reference.ts";
import { keyword, shapeOf } from "../../view/object-shape.ts";
import { parameterRule } from "../view/define.ts";

/** A page has a size that both sides know. */
export const limitBounds = parameterRule(
  "rest/limit-bounds",
  {
    title: "A page size without bounds",
    level: "warn",
    elsewhere: "info",
    why: "Without a maximum one call can ask for everything; without a default clients cannot tell how much they get.",
    fix: "Give the schema `type: integer`, `minimum`, `maximum` and `default`.",
  },
  ({ parameter }, { tree }) => {
    if (
      parameter.in !== "query" ||
      !/^(limit|page_?size|per_?page|max_results)$/i.test(parameter.name)
    )
      return null;
    const schema = child(parameter.node, "schema");
    const shape = shapeOf(tree, schema.value === undefined ? null : schema);
    const missing = ["minimum", "maximum", "default"].filter(
      (key) => keyword(shape, key) === undefined,
    );
    const all = shape.types.has("integer") ? missing : ["type: integer", ...missing];
    return all.length === 0
      ? null
      : {
          message: `The parameter \`${parameter.name}\` has no ${all.map((key) => `\`${key}\``).join(", ")}.`,
          at: schema.value === undefined ? parameter.node : schema,
        };
  },
);
