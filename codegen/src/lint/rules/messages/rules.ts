import type { LintRules } from "../../profile.ts";
import { deliveryRules } from "./rules-of-delivery.ts";
import { nameRules } from "./rules-of-names.ts";

/** Conventions of events and commands. */
export const messageRules = { ...nameRules, ...deliveryRules } satisfies LintRules;
