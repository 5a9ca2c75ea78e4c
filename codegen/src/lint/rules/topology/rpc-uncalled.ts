import type { LintCheck } from "../../lint-rule.ts";

/** Somebody calls every RPC service. */
export const rpcUncalled: LintCheck = ({ model }) => {
  if (model === null || model.services.length < 2) return [];
  const called = new Set(model.services.flatMap(({ calls }) => calls));
  return model.rpcServices
    .filter(({ service }) => !called.has(service))
    .map(({ name, typeName, origin, service }) => ({
      rule: "topology/rpc-uncalled",
      kind: "workspace" as const,
      message: `No service of the workspace calls \`${typeName}\` of \`${service}\`.`,
      path: name,
      place: origin,
      services: [service],
      hint: "add it to `calls` of a service, or remove it",
    }));
};
