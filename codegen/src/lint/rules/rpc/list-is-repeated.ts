import { eachMethod } from "./view/each.ts";

/** The answer of a list holds a list. */
export const listIsRepeated = eachMethod(({ name, output, methodKind }) => {
  const has = output.fields.some(({ fieldKind }) => fieldKind === "list" || fieldKind === "map");
  if (!/^(List|Search|BatchGet)[A-Z]/.test(name) || has || methodKind !== "unary") return [];
  const message = `\`${name}\` lists, but \`${output.name}\` has no repeated field.`;
  return [{ rule: "rpc/list-is-repeated", message, hint: "add one, or rename the method" }];
});
