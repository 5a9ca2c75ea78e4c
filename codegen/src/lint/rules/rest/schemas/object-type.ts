import type { ContractTree } from "../../../../compat/tree.ts";
import { isObject, member } from "../../../../load/pointer.ts";
import type { Located } from "../../../../load/reference.ts";
import { shapeOf } from "../../view/object-shape.ts";
import { schemaRule } from "../view/define.ts";

/** `properties` alone lets texts and numbers through. */
export const objectType = schemaRule(
  "rest/object-type",
  {
    title: "Properties of no object",
    level: "warn",
    elsewhere: "info",
    why: "Without `type: object` a text, a number or null is valid too, and generators make the type `unknown`.",
    fix: "Add `type: object`.",
  },
  ({ node }, { tree }) => {
    const { value } = node;
    if (!isObject(member(value, "properties")) || member(value, "type") !== undefined) return null;
    // A part of a composition may leave the type to another part.
    if (/\/(allOf|anyOf|oneOf)\/\d+$/.test(node.pointer) || shapesType(node, tree)) return null;
    return {
      message: "This schema has `properties`, but no `type: object`.",
      hint: "add `type: object`; then values that are no objects are refused",
    };
  },
);

function shapesType(node: Located, tree: ContractTree): boolean {
  return (
    ["allOf", "anyOf", "oneOf", "$ref"].some((key) => member(node.value, key) !== undefined) &&
    shapeOf(tree, node).layers.some(({ value }) => member(value, "type") !== undefined)
  );
}
