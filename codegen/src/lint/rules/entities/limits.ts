import type { LazyCheck } from "../../lint-rule.ts";
import { compareEntities } from "./view/compare-entity.ts";

/** A property and its field have the same limits. */
export const limits: LazyCheck = async (side) =>
  (await compareEntities(side)).filter(({ rule }) => rule === "entities/limits");
