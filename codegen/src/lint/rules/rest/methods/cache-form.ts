import { cacheMistake } from "../../../../model/limits.ts";
import { operationRule } from "../view/define.ts";
import { limitRemark } from "../view/limits.ts";

/** What is said about keeping answers can be read. */
export const cacheForm = operationRule(
  "rest/cache-form",
  {
    title: "A cache rule that cannot be read",
    level: "error",
    why: "`berrys breaking` takes a time that it cannot read for no end, and caches that read it keep answers too long or not at all.",
    fix: "Write `x-berrys-cache: { max_age: 60, scope: private }`, in seconds.",
  },
  (operation, api) => limitRemark(operation, api, "x-berrys-cache", cacheMistake),
);
