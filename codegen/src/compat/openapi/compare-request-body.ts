import type { Change } from "../change.ts";
import { compareMediaTypes } from "./compare-media-types.ts";
import { flagIn, memberPlace, objectIn, type Pair, placeOf } from "./read/located.ts";
import type { OpenapiRule } from "./rules.ts";
import { change, type Scope } from "./scope.ts";

const at = ["request"];

/** Compares the bodies of requests. The nodes are operations. */
export function compareRequestBody(scope: Scope, operations: Pair): readonly Change[] {
  const old = objectIn(scope.old, operations.old, "requestBody");
  const now = objectIn(scope.now, operations.now, "requestBody");
  const report = (rule: OpenapiRule, message: string, key = ""): Change =>
    change(scope, rule, {
      message,
      at,
      old: memberPlace(old, key),
      new: now === null ? placeOf(operations.now) : memberPlace(now, key),
      direction: "request",
    });
  if (old === null && now === null) return [];
  if (old === null) {
    return flagIn(now, "required")
      ? [report("openapi/required-request-body-added", "A required request body was added")]
      : [report("openapi/optional-request-body-added", "An optional request body was added")];
  }
  if (now === null) {
    return [report("openapi/request-body-removed", "The request body was removed")];
  }
  const wasRequired = flagIn(old, "required");
  const isRequired = flagIn(now, "required");
  const required =
    wasRequired === isRequired
      ? []
      : isRequired
        ? [
            report(
              "openapi/request-body-became-required",
              "The request body is now required",
              "required",
            ),
          ]
        : [
            report(
              "openapi/request-body-became-optional",
              "The request body is no longer required",
              "required",
            ),
          ];
  return [...required, ...compareMediaTypes(scope, { old, now }, { direction: "request", at })];
}
