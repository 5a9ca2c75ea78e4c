import type { LazyCheck } from "../../lint-rule.ts";
import { compareEntities } from "./view/compare-entity.ts";

/** A property and its field agree about whether there may be nothing. */
export const optionality: LazyCheck = async (side) =>
  (await compareEntities(side)).filter(({ rule }) => rule === "entities/optionality");
