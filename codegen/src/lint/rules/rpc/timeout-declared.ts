import type { LazyCheck } from "../../lint-rule.ts";
import { defaultHolds } from "../view/default-holds.ts";
import { eachMethod } from "./view/each.ts";
import { optionOf } from "./view/options.ts";
import { protoOf } from "./view/proto-view.ts";

const each = eachMethod((method, view) => {
  const timeout = optionOf(view, method, "timeout_ms");
  if (typeof timeout === "number" && timeout > 0) return [];
  const message = `\`${method.name}\` does not say how long a caller waits.`;
  const hint = "add `option (berrys.options.v1.timeout_ms) = 2000;`";
  return [{ rule: "rpc/timeout-declared", message, hint }];
});

/** Every RPC says how long a caller waits. */
export const timeoutDeclared: LazyCheck = async (side) => {
  const view = await protoOf(side);
  const isStated =
    view?.methods.some((method) => optionOf(view, method, "timeout_ms") !== undefined) ?? false;
  return defaultHolds(
    await each(side),
    isStated,
    "No RPC says how long a caller waits: the default holds.",
  );
};
