import { eachMethod } from "./view/each.ts";

/** Who gets one thing says which. */
export const getNamesWhat = eachMethod(({ name, input }) => {
  if (!/^Get[A-Z]/.test(name) || input.fields.length > 0) return [];
  const message = `\`${name}\` gets one thing, but \`${input.name}\` does not say which.`;
  return [{ rule: "rpc/get-names-what", message, hint: "add the id to the request" }];
});
