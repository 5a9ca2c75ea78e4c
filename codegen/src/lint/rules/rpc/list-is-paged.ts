import { eachMethod } from "./view/each.ts";

/** Lists come in pages: a limit and a cursor go in. */
export const listIsPaged = eachMethod(({ name, input, methodKind }) => {
  if (!/^(List|Search)[A-Z]/.test(name) || methodKind !== "unary") return [];
  const has = (names: readonly string[]) =>
    input.fields.some((field) => names.includes(field.name));
  const lacking = [
    ...(has(["limit", "page_size", "max_results", "first"]) ? [] : ["limit"]),
    ...(name.startsWith("Search") || has(["cursor", "page_token", "after", "offset"])
      ? []
      : ["cursor"]),
  ];
  if (lacking.length === 0) return [];
  const list = lacking.map((field) => `\`${field}\``).join(" and ");
  const message = `\`${name}\` returns a list of any length: \`${input.name}\` has no ${list}.`;
  const hint = `add ${list} to the request`;
  return [{ rule: "rpc/list-is-paged", message, hint }];
});
