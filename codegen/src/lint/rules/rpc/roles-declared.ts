import type { LazyCheck } from "../../lint-rule.ts";
import { defaultHolds } from "../view/default-holds.ts";
import { eachMethod } from "./view/each.ts";
import { optionOf } from "./view/options.ts";
import { protoOf } from "./view/proto-view.ts";

const each = eachMethod((method, view) => {
  const roles = optionOf(view, method, "roles");
  if (Array.isArray(roles) && roles.length > 0) return [];
  const message = `\`${method.name}\` does not say who may call it.`;
  const hint = 'add `option (berrys.options.v1.roles) = "service";`';
  return [{ rule: "rpc/roles-declared", message, hint }];
});

/** Every RPC says who may call it. */
export const rolesDeclared: LazyCheck = async (side) => {
  const view = await protoOf(side);
  const isStated =
    view?.methods.some((method) => optionOf(view, method, "roles") !== undefined) ?? false;
  return defaultHolds(
    await each(side),
    isStated,
    "No RPC says who may call it: every caller is let in.",
  );
};
