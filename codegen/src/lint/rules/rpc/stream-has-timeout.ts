import { eachMethod } from "./view/each.ts";
import { optionOf } from "./view/options.ts";

const least = 10_000;

/** A stream lasts longer than a single answer. */
export const streamHasTimeout = eachMethod((method, view) => {
  const timeout = optionOf(view, method, "timeout_ms");
  if (method.methodKind === "unary" || typeof timeout !== "number" || timeout >= least) return [];
  const message = `The stream \`${method.name}\` is cut off after ${timeout} ms.`;
  return [{ rule: "rpc/stream-has-timeout", message, hint: `allow ${least} ms or more` }];
});
