import { member } from "../../../../load/pointer.ts";
import { keyword, shapeOf } from "../../view/object-shape.ts";
import { schemaRule } from "../view/define.ts";

/** A list of what. */
export const arrayItems = schemaRule(
  "rest/array-items",
  {
    title: "A list of anything",
    level: "warn",
    elsewhere: "info",
    why: "Generated types are `unknown[]`, and nothing that is sent in the list is checked.",
    fix: "Add `items`; `items: {}` says that anything is meant.",
  },
  ({ node }, { tree }) => {
    if (member(node.value, "type") !== "array") return null;
    const shape = shapeOf(tree, node);
    const says = ["items", "prefixItems", "contains"].some(
      (key) => keyword(shape, key) !== undefined,
    );
    const isPart =
      /\/(allOf|anyOf|oneOf)\/\d+$/.test(node.pointer) ||
      member(node.value, "x-berrys-envelope") !== undefined;
    const isEnvelope = /\/properties\/data$/.test(node.pointer);
    return says || isPart || isEnvelope
      ? null
      : { message: "This list does not say what it holds.", hint: "add `items`" };
  },
);
