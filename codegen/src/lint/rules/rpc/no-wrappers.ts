import { eachField } from "./view/each.ts";

/** What may be absent is `optional`, not wrapped. */
export const noWrappers = eachField((field) => {
  const type = field.message?.typeName ?? "";
  if (!/^google\.protobuf\.(Bool|Bytes|Double|Float|U?Int(32|64)|String)Value$/.test(type))
    return [];
  const message = `\`${field.name}\` of \`${field.parent.name}\` wraps a plain value in \`${type}\`.`;
  return [{ rule: "rpc/no-wrappers", message, hint: "write `optional` before the plain type" }];
});
