import { member } from "../../../../load/pointer.ts";
import type { Located } from "../../../../load/reference.ts";
import { keyword, shapeOf } from "../../view/object-shape.ts";
import { propertyRule } from "../view/define.ts";

/** What a property means. */
export const propertyDescription = propertyRule(
  "rest/property-description",
  {
    title: "A property without description",
    level: "warn",
    elsewhere: "info",
    why: "People guess what it means, and guess differently.",
    fix: "Add `description` to the property or to the schema it refers to.",
  },
  ({ name, schema, entry }, { tree }) => {
    const shape = shapeOf(tree, entry);
    const texts = [
      keyword(shape, "description"),
      member(schema.value, "description"),
      member(schema.value, "title"),
    ];
    if (texts.some((text) => typeof text === "string" && text.trim() !== "")) return null;
    // A member that narrows one declared elsewhere is described there.
    return isNarrowing(name, entry)
      ? null
      : { message: `The property \`${name}\` has no description.` };
  },
);

function isNarrowing(name: string, { pointer }: Located): boolean {
  return /\/allOf\/\d+\/properties\/[^/]+$/.test(pointer) && (name === "data" || name === "meta");
}
