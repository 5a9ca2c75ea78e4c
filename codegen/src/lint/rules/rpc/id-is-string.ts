import { ScalarType } from "@bufbuild/protobuf";
import { eachField } from "./view/each.ts";

/** Ids are texts. */
export const idIsString = eachField((field) => {
  const isId = /(^id|_id|_ids)$/.test(field.name);
  const isText = field.scalar === undefined || field.scalar === ScalarType.STRING;
  if (!isId || isText) return [];
  const message = `The id \`${field.name}\` of \`${field.parent.name}\` is no text.`;
  return [{ rule: "rpc/id-is-string", message, hint: "use `string`, which holds UUIDs" }];
});
