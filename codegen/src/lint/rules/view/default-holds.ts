import type { LintMistake } from "../../lint-rule.ts";

/**
 * For what has a default: a document that never states it is told so once, as a note; one that states it in some places
 * and not in others keeps its mistakes.
 */
export function defaultHolds(
  mistakes: readonly LintMistake[],
  isStated: boolean,
  message: string,
): readonly LintMistake[] {
  const [first] = mistakes;
  if (isStated || first === undefined) return mistakes;
  const { rule, kind, place, hint } = first;
  return [
    {
      rule,
      kind,
      level: "info",
      message,
      path: "document",
      place,
      ...(hint === undefined ? {} : { hint }),
    },
  ];
}
