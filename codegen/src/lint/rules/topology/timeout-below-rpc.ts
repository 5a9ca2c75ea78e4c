import type { LintCheck } from "../../lint-rule.ts";

/** Who waits for an RPC to answer a request waits at least as long as the RPC may take. */
export const timeoutBelowRpc: LintCheck = ({ model }) => {
  const methods = (model?.rpcServices ?? []).flatMap(({ service, methods: found }) =>
    found.map((method) => [`${service} ${method.name.toLowerCase()}`, method] as const),
  );
  const byName = new Map(methods);
  return (model?.restOperations ?? []).flatMap((operation) => {
    const { operationId, service, timeoutMs, path, method, origin } = operation;
    const called = byName.get(`${service} ${operationId.toLowerCase()}`);
    if (called?.timeoutMs == null || timeoutMs === null || timeoutMs >= called.timeoutMs) return [];
    const label = `${method.toUpperCase()} ${path}`;
    return [
      {
        rule: "topology/timeout-below-rpc",
        kind: "openapi" as const,
        message: `\`${label}\` waits ${timeoutMs} ms, but \`${called.name}\` may take ${called.timeoutMs} ms.`,
        path: label,
        place: origin,
        related: called.origin,
        operation: label,
        services: [service],
        hint: `wait ${called.timeoutMs} ms or longer, or shorten the timeout of the RPC`,
      },
    ];
  });
};
