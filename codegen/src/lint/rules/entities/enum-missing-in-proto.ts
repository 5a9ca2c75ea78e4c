import type { LazyCheck } from "../../lint-rule.ts";
import { compareEntities } from "./view/compare-entity.ts";

/** Every value of a linked schema is a value of the enum. */
export const enumMissingInProto: LazyCheck = async (side) =>
  (await compareEntities(side)).filter(({ rule }) => rule === "entities/enum-missing-in-proto");
