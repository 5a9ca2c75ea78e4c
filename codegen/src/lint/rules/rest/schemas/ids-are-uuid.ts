import { member } from "../../../../load/pointer.ts";
import { idOf } from "../../../../load/reference.ts";
import { createEditor } from "../../../fix/edits.ts";
import { keyword, shapeOf } from "../../view/object-shape.ts";
import { nameOf } from "../../view/schema-walk.ts";
import { propertyRule } from "../view/define.ts";
import { isSent } from "../view/schemas.ts";

/** Ids are UUIDs throughout the platform. */
export const idsAreUuid = propertyRule(
  "rest/ids-are-uuid",
  {
    title: "An id that is any text",
    level: "warn",
    why: "References across services are UUIDs; an id without its format lets anything through.",
    fix: "Add `format: uuid`, or a pattern or `maxLength` where the id is another system's.",
    profile: "platform",
  },
  ({ name, schema, entry }, api, side) => {
    const { tree } = api;
    if (!/^(id|.+_id)$/.test(name) || foreign.test(name)) return null;
    const shape = shapeOf(tree, schema);
    const isOpen = ["format", "pattern", "enum", "const", "maxLength"].every(
      (key) => keyword(shape, key) === undefined,
    );
    if (!shape.types.has("string") || !isOpen) return null;
    const values = [
      keyword(shape, "example"),
      keyword(shape, "default"),
      keyword(shape, "examples"),
    ].flat();
    const fits = values.every((value) => value === undefined || uuid.test(String(value)));
    const isInline = typeof member(schema.value, "type") === "string";
    return {
      message: `\`${name}\` is an id, but any text is accepted.`,
      at: schema,
      name: idOf(schema) === idOf(entry) ? null : nameOf(tree, schema),
      hint: "add `format: uuid`",
      fix:
        isInline && fits && !isSent(api, entry)
          ? createEditor(side.sources).insert(schema, {
              key: "format",
              value: "uuid",
              after: "type",
            })
          : null,
    };
  },
);

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Ids that come from outside, in any form. */
const foreign = /^(correlation|causation|trace|span|request|session|external(_.+)?)_id$/;
