import { eachMethod } from "./view/each.ts";
import { optionOf } from "./view/options.ts";

/** Every RPC says who may call it. */
export const rolesDeclared = eachMethod((method, view) => {
  const roles = optionOf(view, method, "roles");
  if (Array.isArray(roles) && roles.length > 0) return [];
  const message = `\`${method.name}\` does not say who may call it.`;
  const hint = 'add `option (berrys.options.v1.roles) = "service";`';
  return [{ rule: "rpc/roles-declared", message, hint }];
});
