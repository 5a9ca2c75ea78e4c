import { member } from "../../../../load/pointer.ts";
import { operationRule } from "../view/define.ts";
import { resourceKind } from "../view/resource.ts";

/** A creation can be repeated without being done twice. */
export const idempotencyKey = operationRule(
  "rest/idempotency-key",
  {
    title: "A creation that cannot be repeated safely",
    level: "error",
    why: "A client whose connection broke does not know whether it created something; without a key, trying again creates a second one.",
    fix: "Add the header parameter `Idempotency-Key`, or say `x-berrys-idempotent: true` where a repetition changes nothing.",
    profile: "platform",
  },
  (operation, api) => {
    const { method, path, parameters, node, owner, label } = operation;
    const creates = method === "post" && resourceKind(api, path) === "collection";
    const isMarked = [node, owner.node].some(
      ({ value }) => member(value, "x-berrys-idempotent") === true,
    );
    if (!creates || isMarked) return null;
    return parameters.some(
      (parameter) => parameter.in === "header" && /^idempotency-key$/i.test(parameter.name),
    )
      ? null
      : { message: `\`${label}\` creates something, but takes no \`Idempotency-Key\`.` };
  },
);
