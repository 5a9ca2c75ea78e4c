import type { LazyCheck } from "../../lint-rule.ts";
import { compareEntities } from "./view/compare-entity.ts";

/** What `x-berrys-proto-ignore` lists differs indeed. */
export const staleIgnore: LazyCheck = async (side) =>
  (await compareEntities(side)).filter(({ rule }) => rule === "entities/stale-ignore");
