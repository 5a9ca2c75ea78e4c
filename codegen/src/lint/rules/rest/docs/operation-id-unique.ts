import { child } from "../../../../load/reference.ts";
import { documentRule } from "../view/define.ts";

/** One name, one operation. */
export const operationIdUnique = documentRule(
  "rest/operation-id-unique",
  {
    title: "An `operationId` twice",
    level: "error",
    why: "Generated clients would have two functions of one name; most generators drop one of them in silence.",
    fix: "Rename one of the two.",
  },
  (_root, { operations }) => {
    const first = new Map<string, string>();
    return operations.flatMap(({ id, label, node }) => {
      if (id === null) return [];
      const other = first.get(id.toLowerCase());
      if (other === undefined) {
        first.set(id.toLowerCase(), label);
        return [];
      }
      return [
        {
          message: `\`${id}\` is already the \`operationId\` of \`${other}\`.`,
          at: child(node, "operationId"),
          part: "value" as const,
          path: [label],
        },
      ];
    });
  },
);
