import { shapeOf } from "../../view/object-shape.ts";
import { responseRule } from "../view/define.ts";
import { bodyShapes } from "../view/envelope.ts";

/** `meta` tells version and time. */
export const envelopeMeta = responseRule(
  "rest/envelope-meta",
  {
    title: "`meta` without version and timestamp",
    level: "error",
    why: "Clients log the version that answered and the time it did; the specification has both in every answer.",
    fix: "Give `meta` the required members `version` and `timestamp`.",
    profile: "platform",
  },
  ({ response, operation: { label } }, api) =>
    response.status.startsWith("2")
      ? bodyShapes(api, response).flatMap(({ shape }) => {
          const at = shape.properties.get("meta");
          if (at === undefined) return [];
          const meta = shapeOf(api.tree, at);
          const missing = ["version", "timestamp"].filter(
            (name) => !meta.properties.has(name) || !meta.required.has(name),
          );
          const names = missing.map((name) => `\`${name}\``).join(" and ");
          return missing.length === 0
            ? []
            : [
                {
                  message: `\`meta\` of the ${response.status} of \`${label}\` has no required ${names}.`,
                  at,
                  path: ["meta"],
                },
              ];
        })
      : null,
);
