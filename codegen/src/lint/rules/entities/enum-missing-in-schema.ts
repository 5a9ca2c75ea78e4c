import type { LazyCheck } from "../../lint-rule.ts";
import { compareEntities } from "./view/compare-entity.ts";

/** Every value of an enum is a value of the linked schema. */
export const enumMissingInSchema: LazyCheck = async (side) =>
  (await compareEntities(side)).filter(({ rule }) => rule === "entities/enum-missing-in-schema");
