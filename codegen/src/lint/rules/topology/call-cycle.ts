import type { LintCheck } from "../../lint-rule.ts";
import { cyclesOf, pathAround } from "./view/components.ts";
import { settingPlace } from "./view/services.ts";

/** Services that wait for one another can all wait for ever: calls go one way. */
export const callCycle: LintCheck = (side) => {
  const services = side.config?.services ?? [];
  const edges = new Map(services.map(({ id, calls }) => [id, calls.filter((to) => to !== id)]));
  return cyclesOf(edges).map((group) => {
    const path = pathAround(edges, group);
    const [service = "", value = ""] = path;
    return {
      rule: "topology/call-cycle",
      kind: "workspace" as const,
      message: `Services call each other in a circle: ${path.map((id) => `\`${id}\``).join(" → ")}.`,
      path: `services ${group.join(", ")}`,
      place: settingPlace(side, { service, list: "calls", value }),
      services: group,
      hint: "let one of them tell the other with an event or a command instead",
    };
  });
};
