import { eachField } from "./view/each.ts";

const uncountable =
  /(data|info|metadata|history|media|content|people|children|path|feedback|evidence|equipment)$/;

/** Lists are called in the plural. */
export const repeatedIsPlural = eachField((field) => {
  if (field.fieldKind !== "list" || /s$/.test(field.name) || uncountable.test(field.name))
    return [];
  const message = `The list \`${field.name}\` of \`${field.parent.name}\` is called in the singular.`;
  return [{ rule: "rpc/repeated-is-plural", message, hint: `call it \`${field.name}s\`` }];
});
