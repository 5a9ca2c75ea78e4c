import type { LazyCheck } from "../../lint-rule.ts";
import { compareEntities } from "./view/compare-entity.ts";

/** Every field of a linked message is a property of its schema. */
export const missingInSchema: LazyCheck = async (side) =>
  (await compareEntities(side)).filter(({ rule }) => rule === "entities/missing-in-schema");
