import { rateMistake } from "../../../../model/limits.ts";
import { operationRule } from "../view/define.ts";
import { limitRemark } from "../view/limits.ts";

/** A rate limit can be read. */
export const rateLimitForm = operationRule(
  "rest/rate-limit-form",
  {
    title: "A rate limit that cannot be read",
    level: "error",
    why: "`berrys breaking` cannot tell whether the limit was lowered, and gateways that read it limit nothing.",
    fix: "Write `x-berrys-rate-limit: { requests: 100, window_ms: 60000 }`.",
  },
  (operation, api) => limitRemark(operation, api, "x-berrys-rate-limit", rateMistake),
);
