import { member } from "../../../../load/pointer.ts";
import { schemaRule } from "../view/define.ts";

/** OpenAPI 3.0 reads `nullable` only beside `type`. */
export const nullableHasType = schemaRule(
  "rest/nullable-has-type",
  {
    title: "`nullable` without `type`",
    level: "warn",
    why: "OpenAPI 3.0 gives `nullable` a meaning beside `type` alone: elsewhere validators ignore it, or accept null, each in its way.",
    fix: 'Add `type`, or use OpenAPI 3.1 with `type: [string, "null"]`.',
  },
  ({ node: { value } }, { tree }) =>
    tree.dialect === "openapi-3.0" &&
    member(value, "nullable") === true &&
    member(value, "type") === undefined
      ? { message: "`nullable: true` has no effect without `type`." }
      : null,
);
