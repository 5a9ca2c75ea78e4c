import type { LazyCheck } from "../../lint-rule.ts";
import { placeOf } from "../messages/view/message-view.ts";
import { type Link, linksOf } from "./view/links.ts";

/** One message stands for one schema. */
export const linkedTwice: LazyCheck = async (side) => {
  const first = new Map<string, Link>();
  return ((await linksOf(side))?.links ?? []).flatMap((link) => {
    const other = first.get(link.name);
    first.set(link.name, other ?? link);
    if (other === undefined || link.target === null) return [];
    return [
      {
        rule: "entities/linked-twice",
        kind: "workspace" as const,
        message: `Two schemas are linked to \`${link.name}\`.`,
        path: `entity ${link.name}`,
        place: placeOf(link.schema),
        related: placeOf(other.schema),
        hint: "let one refer to the other with `$ref`",
      },
    ];
  });
};
