import type { Rules } from "./rule.ts";

/** What `berrys check` tells of generated code. */
export const genRules = {
  "gen/stale": {
    title: "Generated code does not match the contracts",
    level: "error",
    why: "Services run with types and validators of other contracts than the ones in the workspace.",
    fix: "Run `berrys gen` and commit what it writes.",
  },
  "gen/edited": {
    title: "A generated file was edited by hand",
    level: "error",
    why: "The edit is lost, or hides a change of the contracts, when code is generated again.",
    fix: "Move the edit into the contracts or into code of your own, then run `berrys gen --force`.",
  },
} as const satisfies Rules;
