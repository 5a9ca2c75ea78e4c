import type { Violation } from "../violation.ts";
import { isWithin, replaceAt } from "./places.ts";

/** What stands in the place of a sensitive value wherever people look. */
export const masked = "[masked]";

/** `data` as logs, journals and pages may show it; `sensitive` are the pointers of the message's definition. */
export function mask(data: unknown, sensitive: readonly string[]): unknown {
  return sensitive.reduce((left, pattern) => replaceAt(left, pattern, () => masked), data);
}

/** The same violations without what sensitive fields hold. */
export function maskViolations(
  violations: readonly Violation[],
  sensitive: readonly string[],
): readonly Violation[] {
  if (sensitive.length === 0) return violations;
  return violations.map((violation) =>
    sensitive.some((pattern) => isWithin(violation.pointer, pattern))
      ? { ...violation, got: kindOf(violation.got) }
      : violation,
  );
}

/** `string "abc"` → `another string`: the kind of a value tells nothing about it. */
function kindOf(got: string): string {
  const [kind = ""] = got.split(" ", 1);
  return ["string", "number", "boolean"].includes(kind) ? `a masked ${kind}` : got;
}
