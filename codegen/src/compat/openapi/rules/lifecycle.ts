import type { Rules } from "../../../findings/rule.ts";

/** Deprecation, sunset and stability of operations. */
export const lifecycleRules = {
  "openapi/operation-deprecated": {
    title: "An operation was deprecated with a sunset",
    level: "info",
    why: "Nobody fails yet: clients have until the sunset.",
    fix: "Nothing to do; tell clients what to call instead.",
  },
  "openapi/operation-deprecated-without-sunset": {
    title: "An operation was deprecated without a sunset",
    level: "warn",
    why: "Nobody fails yet, but clients cannot know how long the operation stays.",
    fix: "Add `x-sunset` with the first day on which the operation may be gone.",
  },
  "openapi/operation-undeprecated": {
    title: "An operation is no longer deprecated",
    level: "info",
    why: "Nobody fails: the operation stays.",
    fix: "Nothing to do.",
  },
  "openapi/operation-sunset-added": {
    title: "A deprecated operation was given a sunset",
    level: "info",
    why: "Nobody fails yet: clients have until the sunset.",
    fix: "Nothing to do.",
  },
  "openapi/operation-sunset-moved-earlier": {
    title: "The sunset of an operation was moved to an earlier day",
    level: "error",
    why: "Clients planned their move by the day that was announced; they have less time than they were promised.",
    fix: "Keep the announced day, or name a later one.",
  },
  "openapi/operation-sunset-moved-later": {
    title: "The sunset of an operation was moved to a later day",
    level: "info",
    why: "Nobody fails: clients have more time.",
    fix: "Nothing to do.",
  },
  "openapi/operation-sunset-removed": {
    title: "A deprecated operation lost its sunset",
    level: "warn",
    why: "Clients no longer know how long the operation stays.",
    fix: "Put `x-sunset` back, or take `deprecated` away too.",
  },
  "openapi/operation-sunset-passed": {
    title: "An operation was given a sunset that lies in the past",
    level: "warn",
    why: "Clients have no time to move: the operation may be gone at once.",
    fix: "Name a day that leaves clients time to move.",
  },
  "openapi/operation-sunset-invalid": {
    title: "The sunset of an operation is no date",
    level: "warn",
    why: "Neither clients nor this check can tell when the operation goes.",
    fix: "Write `x-sunset` as a date, such as `2027-03-31`.",
  },
  "openapi/operation-stability-lowered": {
    title: "An operation became less stable",
    level: "error",
    why: "Clients were promised a stable operation; at the lower level it may change without notice.",
    fix: "Keep `x-berrys-stability`, and offer the experiment as an operation of its own.",
  },
  "openapi/operation-stability-raised": {
    title: "An operation became more stable",
    level: "info",
    why: "Nobody fails: more is promised from now on.",
    fix: "Nothing to do.",
  },
} as const satisfies Rules;
