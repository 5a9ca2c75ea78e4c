import { child } from "../../../../load/reference.ts";
import { keyword, shapeOf } from "../../view/object-shape.ts";
import { parameterRule } from "../view/define.ts";

/** What can be sorted by is said. */
export const sortValues = parameterRule(
  "rest/sort-values",
  {
    title: "A sort parameter that takes anything",
    level: "warn",
    why: "Callers learn by trial which members can be sorted by, and a column without an index is sorted by as well.",
    fix: "Give the schema (or its items) an `enum` or a `pattern`; a leading `-` means descending.",
    profile: "platform",
  },
  ({ parameter: { in: place, name, node } }, { tree }) => {
    if (place !== "query" || !/^(sort|sort_by|order|order_by)$/.test(name)) return null;
    const schema = child(node, "schema");
    const shape = shapeOf(tree, schema.value === undefined ? null : schema);
    const shapes = [shape, shapeOf(tree, shape.items)];
    return shapes.some((part) =>
      ["enum", "const", "pattern"].some((key) => keyword(part, key) !== undefined),
    )
      ? null
      : { message: `The query parameter \`${name}\` takes any text.` };
  },
);
