import type { LintCheck } from "../../lint-rule.ts";
import { settingPlace } from "./view/services.ts";

/** A service does not call itself over the network. */
export const selfCall: LintCheck = (side) =>
  (side.config?.services ?? [])
    .filter(({ id, calls }) => calls.includes(id))
    .map(({ id }) => ({
      rule: "topology/self-call",
      kind: "workspace" as const,
      message: `\`${id}\` calls itself.`,
      path: `service ${id}`,
      place: settingPlace(side, { service: id, list: "calls", value: id }),
      services: [id],
      hint: "call the function instead",
    }));
