import { createDiagnostic } from "../../diagnostics/create.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Origin } from "../../model/model.ts";
import type { Rule } from "../rule.ts";

/** operationIds, message types of one channel, and paths that differ only in the names of their parameters. */
export const duplicateIds: Rule = ({ loaded, built }) => {
  const { restOperations, messages } = built.model;
  const found: Diagnostic[] = [];
  const check = <T extends { readonly origin: Origin }>(
    items: readonly T[],
    keyOf: (item: T) => string,
    say: (item: T) => string,
  ) => {
    const seen = new Map<string, T>();
    for (const item of items) {
      const first = seen.get(keyOf(item));
      if (first === undefined) {
        seen.set(keyOf(item), item);
        continue;
      }
      const related = [{ message: "the first one", span: loaded.sources.spanOf(first.origin) }];
      found.push(
        createDiagnostic("validate/duplicate-id", say(item), loaded.sources.spanOf(item.origin), {
          related,
        }),
      );
    }
  };
  check(
    restOperations,
    ({ operationId }) => operationId,
    ({ operationId }) => `Two operations have the operationId \`${operationId}\`.`,
  );
  check(
    restOperations,
    ({ method, path }) => `${method} ${path.replace(/\{[^}]*\}/g, "{}")}`,
    ({ method, path }) => `Another operation answers \`${method.toUpperCase()} ${path}\` already.`,
  );
  check(
    messages,
    ({ channel, type }) => `${channel} ${type}`,
    ({ channel, type }) =>
      `The channel \`${channel}\` carries two messages of the type \`${type}\`.`,
  );
  return found;
};
