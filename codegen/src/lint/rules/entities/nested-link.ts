import type { LazyCheck } from "../../lint-rule.ts";
import { compareEntities } from "./view/compare-entity.ts";

/** What linked entities hold is linked too, and to the same thing. */
export const nestedLink: LazyCheck = async (side) =>
  (await compareEntities(side)).filter(({ rule }) => rule === "entities/nested-link");
