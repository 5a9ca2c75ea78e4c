import type { LintCheck } from "../../lint-rule.ts";
import { settingPlace } from "./view/services.ts";

/** Every service does something: it sends, follows, serves or calls. */
export const idleService: LintCheck = (side) => {
  const { model, config } = side;
  if (model === null || config === null || model.services.length < 2) return [];
  const busy = new Set([
    ...model.channelOperations.map(({ service }) => service),
    ...model.restOperations.map(({ service }) => service),
    ...model.rpcServices.map(({ service }) => service),
    ...model.services
      .filter(({ calls, rest }) => calls.length + rest.length > 0)
      .map(({ id }) => id),
  ]);
  return model.services
    .filter(({ id }) => !busy.has(id))
    .map(({ id }) => ({
      rule: "topology/idle-service",
      kind: "workspace" as const,
      message: `The service \`${id}\` neither sends, follows, serves nor calls anything.`,
      path: `service ${id}`,
      place: settingPlace(side, { service: id }),
      services: [id],
      hint: "give it an operation, or take it out of `berrys.yaml`",
    }));
};
