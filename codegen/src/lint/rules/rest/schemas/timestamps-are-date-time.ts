import { member } from "../../../../load/pointer.ts";
import { idOf } from "../../../../load/reference.ts";
import { createEditor } from "../../../fix/edits.ts";
import { keyword, shapeOf, type ValueShape } from "../../view/object-shape.ts";
import { nameOf } from "../../view/schema-walk.ts";
import { propertyRule } from "../view/define.ts";
import { isSent } from "../view/schemas.ts";

const timeName = /^(.+_at|.+At|timestamp|.+_timestamp)$/;
const nobodysTime: ReadonlySet<string> = new Set(["look_at", "lookAt"]);

/** A point in time is a text in the form of RFC 3339. */
export const timestampsAreDateTime = propertyRule(
  "rest/timestamps-are-date-time",
  {
    title: "A point in time without its format",
    level: "warn",
    elsewhere: "info",
    why: "Without `format: date-time` a client gets any text, and two services write times in two ways.",
    fix: "Add `format: date-time`.",
  },
  ({ name, schema, entry }, api, side) => {
    const { tree } = api;
    if (!timeName.test(name) || nobodysTime.has(name)) return null;
    const shape = shapeOf(tree, schema);
    if (
      !shape.types.has("string") ||
      keyword(shape, "format") !== undefined ||
      keyword(shape, "enum") !== undefined
    )
      return null;
    const format = { key: "format", value: "date-time", after: "type" };
    const isInline =
      member(schema.value, "type") !== undefined && !Array.isArray(member(schema.value, "type"));
    return {
      message: `\`${name}\` is a point in time, but has no format.`,
      at: schema,
      name: idOf(schema) === idOf(entry) ? null : nameOf(tree, schema),
      hint: "add `format: date-time`",
      // Values that are given show whether the format holds.
      fix:
        isInline && !hasValues(shape, name) && !isSent(api, entry)
          ? createEditor(side.sources).insert(schema, format)
          : null,
    };
  },
);

function hasValues(shape: ValueShape, name: string): boolean {
  const values = [
    keyword(shape, "example"),
    keyword(shape, "default"),
    keyword(shape, "examples"),
  ].flat();
  return (
    values.some((value) => value !== undefined && !/^\d{4}-\d\d-\d\dT/.test(String(value))) ||
    name === ""
  );
}
