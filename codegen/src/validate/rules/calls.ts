import { createDiagnostic } from "../../diagnostics/create.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { didYouMean } from "../../diagnostics/nearest.ts";
import { append } from "../../load/pointer.ts";
import type { Rule } from "../rule.ts";

/** `calls`, `rest` and `packages` of berrys.yaml against the RPC services there are. */
export const allowedCalls: Rule = ({ loaded, built }) => {
  const { services, rpcServices } = built.model;
  const isProtoBroken = loaded.proto !== null && loaded.proto.image === null;
  const ids = services.map(({ id }) => id);
  const serving = new Set(rpcServices.map(({ service }) => service));
  const packages = new Set(built.rpcPackages);
  // A callee whose package is misspelt is reported at the package.
  const isDoubtful = new Set(
    services
      .filter((service) => service.packages.some((name) => !packages.has(name)))
      .map(({ id }) => id),
  );
  const found: Diagnostic[] = [];
  for (const { id, origin, calls, rest, packages: served } of services) {
    const spanOf = (list: string, index: number) =>
      loaded.sources.spanOf({
        file: origin.file,
        pointer: append(append(origin.pointer, list), index),
      });
    for (const [index, callee] of calls.entries()) {
      const span = spanOf("calls", index);
      if (!ids.includes(callee)) {
        const hint = didYouMean(callee, ids, `berrys.yaml has ${ids.join(", ")}`);
        found.push(
          createDiagnostic(
            "validate/unknown-service",
            `\`${id}\` calls \`${callee}\`, but there is no such service.`,
            span,
            { hint },
          ),
        );
      } else if (callee === id) {
        found.push(
          createDiagnostic("validate/call-not-allowed", `\`${id}\` must not call itself.`, span, {
            hint: "remove the line",
          }),
        );
      } else if (!serving.has(callee) && !isDoubtful.has(callee) && !isProtoBroken) {
        const hint = `map a proto package with an RPC service under \`services.${callee}.packages\`, or remove the call`;
        found.push(
          createDiagnostic(
            "validate/call-not-allowed",
            `\`${id}\` calls \`${callee}\`, which serves no RPC.`,
            span,
            { hint },
          ),
        );
      }
    }
    for (const [index, callee] of rest.entries()) {
      if (ids.includes(callee)) continue;
      const hint = didYouMean(callee, ids, `berrys.yaml has ${ids.join(", ")}`);
      const message = `\`${id}\` calls the REST operations of \`${callee}\`, but there is no such service.`;
      found.push(
        createDiagnostic("validate/unknown-service", message, spanOf("rest", index), { hint }),
      );
    }
    for (const [index, name] of served.entries()) {
      if (packages.has(name) || isProtoBroken) continue;
      const hint = didYouMean(name, packages);
      found.push(
        createDiagnostic(
          "validate/unknown-package",
          `No proto file declares an RPC service in the package \`${name}\`.`,
          spanOf("packages", index),
          { hint },
        ),
      );
    }
  }
  return found;
};
