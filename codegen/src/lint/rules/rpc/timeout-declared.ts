import { eachMethod } from "./view/each.ts";
import { optionOf } from "./view/options.ts";

/** Every RPC says how long a caller waits. */
export const timeoutDeclared = eachMethod((method, view) => {
  const timeout = optionOf(view, method, "timeout_ms");
  if (typeof timeout === "number" && timeout > 0) return [];
  const message = `\`${method.name}\` does not say how long a caller waits.`;
  const hint = "add `option (berrys.options.v1.timeout_ms) = 2000;`";
  return [{ rule: "rpc/timeout-declared", message, hint }];
});
