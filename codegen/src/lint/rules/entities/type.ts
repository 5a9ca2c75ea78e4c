import type { LazyCheck } from "../../lint-rule.ts";
import { compareEntities } from "./view/compare-entity.ts";

/** A property and its field hold the same type of value. */
export const typeOfEntity: LazyCheck = async (side) =>
  (await compareEntities(side)).filter(({ rule }) => rule === "entities/type");
