import { eachMethod } from "./view/each.ts";

/** RPCs that change something say whether they may be repeated. */
export const writesStateIdempotency = eachMethod((method) => {
  if (method.idempotency !== 0) return [];
  const message = `\`${method.name}\` does not say whether it may be repeated, so that a lost answer is never asked for again.`;
  const hint = "add `option idempotency_level = IDEMPOTENT;` where repeating does no harm";
  return [{ rule: "rpc/writes-state-idempotency", message, hint }];
});
