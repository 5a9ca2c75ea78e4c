import type { Change, Stability } from "../change.ts";
import { type Life, readLife } from "./read/life.ts";
import { memberPlace, type Pair } from "./read/located.ts";
import type { OpenapiRule } from "./rules.ts";
import { change, type Scope } from "./scope.ts";

interface Lives {
  readonly old: Life;
  readonly now: Life;
}

interface Told {
  readonly rule: OpenapiRule;
  readonly message: string;
}

/** Compares deprecation and sunset of an operation that stays. */
export function compareLife(scope: Scope, operations: Pair): readonly Change[] {
  const lives = { old: readLife(operations.old), now: readLife(operations.now) };
  const sunsetKeys = ["x-sunset", "sunset"];
  const report = ({ rule, message }: Told, keys: readonly string[]): Change =>
    change(scope, rule, {
      message,
      old: memberPlace(operations.old, ...keys),
      new: memberPlace(operations.now, ...keys),
    });
  const deprecation = deprecationChange(lives);
  return [
    ...(deprecation === null ? [] : [report(deprecation, ["deprecated"])]),
    ...sunsetChanges(lives, scope.today).map((told) => report(told, sunsetKeys)),
  ];
}

function deprecationChange({ old, now }: Lives): Told | null {
  if (old.deprecated === now.deprecated) return null;
  if (!now.deprecated) {
    return {
      rule: "openapi/operation-undeprecated",
      message: "The operation is no longer deprecated",
    };
  }
  return now.sunset === null && now.unreadable === null
    ? {
        rule: "openapi/operation-deprecated-without-sunset",
        message: "The operation is now deprecated, but nothing says until when it stays",
      }
    : {
        rule: "openapi/operation-deprecated",
        message: `The operation is now deprecated${now.sunset === null ? "" : ` and stays until ${now.sunset}`}`,
      };
}

function sunsetChanges({ old, now }: Lives, today: string): readonly Told[] {
  if (now.unreadable !== null) {
    return now.unreadable === old.unreadable
      ? []
      : [
          {
            rule: "openapi/operation-sunset-invalid",
            message: `The sunset \`${now.unreadable}\` is no date`,
          },
        ];
  }
  if (old.sunset === now.sunset) return [];
  if (now.sunset === null) {
    return now.deprecated
      ? [
          {
            rule: "openapi/operation-sunset-removed",
            message: "The operation has no sunset any more",
          },
        ]
      : [];
  }
  const passed: readonly Told[] =
    now.sunset < today
      ? [
          {
            rule: "openapi/operation-sunset-passed",
            message: `The sunset ${now.sunset} lies in the past`,
          },
        ]
      : [];
  return [...passed, ...moved(old, now.sunset)];
}

function moved(old: Life, sunset: string): readonly Told[] {
  if (old.sunset === null) {
    return old.deprecated
      ? [{ rule: "openapi/operation-sunset-added", message: `The operation stays until ${sunset}` }]
      : [];
  }
  return [
    sunset < old.sunset
      ? {
          rule: "openapi/operation-sunset-moved-earlier",
          message: `The operation goes on ${sunset} instead of ${old.sunset}`,
        }
      : {
          rule: "openapi/operation-sunset-moved-later",
          message: `The operation stays until ${sunset} instead of ${old.sunset}`,
        },
  ];
}

const order: readonly Stability[] = ["alpha", "beta", "stable"];

/** Compares how stable an operation is; where nothing says so, it is stable. */
export function compareStability(scope: Scope, operations: Pair): readonly Change[] {
  const was = scope.stability ?? "stable";
  const is = scope.nextStability ?? "stable";
  if (was === is) return [];
  const isLower = order.indexOf(is) < order.indexOf(was);
  return [
    change(
      scope,
      isLower ? "openapi/operation-stability-lowered" : "openapi/operation-stability-raised",
      {
        message: `The operation is now ${is} instead of ${was}`,
        old: memberPlace(operations.old, "x-berrys-stability"),
        new: memberPlace(operations.now, "x-berrys-stability"),
      },
    ),
  ];
}
