import { responseRule } from "../view/define.ts";
import { bodyShapes } from "../view/envelope.ts";

/** What succeeds answers `{data, meta}`. */
export const responseEnvelope = responseRule(
  "rest/response-envelope",
  {
    title: "A success without `data` and `meta`",
    level: "error",
    why: "Every client unwraps `data` and reads version and time from `meta`; an answer of another form breaks them, and has no room for pages.",
    fix: "Compose the schema with `allOf` from the envelope and an object with `data`.",
    profile: "platform",
  },
  ({ response, operation: { label } }, api) => {
    if (!response.status.startsWith("2")) return null;
    return bodyShapes(api, response).flatMap(({ schema, shape }) => {
      const missing = ["data", "meta"].filter(
        (name) => !shape.properties.has(name) || !shape.required.has(name),
      );
      return missing.length === 0
        ? []
        : [
            {
              message: `The ${response.status} of \`${label}\` has no required ${missing.map((name) => `\`${name}\``).join(" and ")}.`,
              at: schema,
            },
          ];
    });
  },
);
