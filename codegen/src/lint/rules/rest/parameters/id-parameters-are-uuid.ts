import { child } from "../../../../load/reference.ts";
import { keyword, shapeOf } from "../../view/object-shape.ts";
import { parameterRule } from "../view/define.ts";

/** Ids in paths are UUIDs throughout the platform. */
export const idParametersAreUuid = parameterRule(
  "rest/id-parameters-are-uuid",
  {
    title: "An id in a path that is any text",
    level: "warn",
    why: "A text that is no id reaches the database and is answered with 404 or 500 instead of 422.",
    fix: "Refer to the schema of the id, or add `format: uuid`; a `pattern`, `enum` or `maxLength` says that another form is meant.",
    profile: "platform",
  },
  ({ parameter: { in: place, name, node } }, { tree }) => {
    if (place !== "path" || !/(^id|_id)$/.test(name)) return null;
    const schema = child(node, "schema");
    const shape = shapeOf(tree, schema.value === undefined ? null : schema);
    const isOpen = ["format", "pattern", "enum", "const", "maxLength"].every(
      (key) => keyword(shape, key) === undefined,
    );
    return isOpen && (shape.types.size === 0 || shape.types.has("string"))
      ? {
          message: `The path parameter \`${name}\` is an id, but any text is accepted.`,
          hint: "add `format: uuid`",
        }
      : null;
  },
);
