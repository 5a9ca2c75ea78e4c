import type { LazyCheck } from "../../lint-rule.ts";
import { compareEntities } from "./view/compare-entity.ts";

/** Every property of a linked schema is a field of its message. */
export const missingInProto: LazyCheck = async (side) =>
  (await compareEntities(side)).filter(({ rule }) => rule === "entities/missing-in-proto");
