import type { Change } from "../change.ts";
import { readLife } from "./read/life.ts";
import { memberPlace, type Pair } from "./read/located.ts";
import type { Parameter } from "./read/parameters.ts";
import type { OpenapiRule } from "./rules.ts";
import { change, type Scope } from "./scope.ts";

/** The rule for a parameter that was removed: milder where it was announced. */
export function removalRule({ today }: Scope, { node, required }: Parameter): OpenapiRule {
  const { deprecated, sunset } = readLife(node);
  if (deprecated && sunset !== null && sunset > today) {
    return "openapi/parameter-removed-before-sunset";
  }
  if (deprecated) return "openapi/deprecated-parameter-removed";
  return required ? "openapi/required-parameter-removed" : "openapi/optional-parameter-removed";
}

/** Deprecation and sunset of a parameter that stays. */
export function compareParameterLife(
  scope: Scope,
  { old, now }: Pair,
  at: readonly string[],
  noun: string,
): readonly Change[] {
  const before = readLife(old);
  const after = readLife(now);
  const report = (rule: OpenapiRule, words: string, ...keys: readonly string[]) => [
    change(scope, rule, {
      message: `${noun} ${words}`,
      at,
      old: memberPlace(old, ...keys),
      new: memberPlace(now, ...keys),
      direction: "request",
    }),
  ];
  if (!before.deprecated && after.deprecated) {
    const until = after.sunset === null ? "" : `, until ${after.sunset}`;
    return report("openapi/parameter-deprecated", `is now deprecated${until}`, "deprecated");
  }
  if (before.deprecated && !after.deprecated) {
    return report("openapi/parameter-undeprecated", "is no longer deprecated", "deprecated");
  }
  if (before.sunset === after.sunset || before.sunset === null) return [];
  const keys = ["x-sunset", "sunset"];
  if (after.sunset === null) {
    return report("openapi/parameter-sunset-removed", "no longer has a sunset", ...keys);
  }
  return after.sunset < before.sunset
    ? report(
        "openapi/parameter-sunset-moved-earlier",
        `goes on ${after.sunset} instead of ${before.sunset}`,
        ...keys,
      )
    : report(
        "openapi/parameter-sunset-moved-later",
        `stays until ${after.sunset} instead of ${before.sunset}`,
        ...keys,
      );
}
