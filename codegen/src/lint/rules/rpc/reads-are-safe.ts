import { eachMethod } from "./view/each.ts";

const reads = /^(Get|List|Search|Find|Count|Match|Lookup|Query|BatchGet)([A-Z]|$)/;

/** RPCs that read have no side effects, and say so. */
export const readsAreSafe = eachMethod((method) => {
  if (!reads.test(method.name) || method.idempotency === 1) return [];
  const message = `\`${method.name}\` reads, but does not say that it has no side effects.`;
  const hint = "add `option idempotency_level = NO_SIDE_EFFECTS;`";
  return [{ rule: "rpc/reads-are-safe", message, hint }];
});
