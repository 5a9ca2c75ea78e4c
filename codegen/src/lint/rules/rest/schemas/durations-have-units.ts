import { shapeOf } from "../../view/object-shape.ts";
import { propertyRule } from "../view/define.ts";
import { snakeCase } from "../view/words.ts";

const span = /^(.*_)?(timeout|duration|delay|backoff|interval|latency|elapsed)$/;

/** A number of time says of what. */
export const durationsHaveUnits = propertyRule(
  "rest/durations-have-units",
  {
    title: "A length of time without its unit",
    level: "warn",
    why: "One side means seconds and the other milliseconds; nobody notices before production.",
    fix: "Put the unit into the name, such as `timeout_ms`, or use a text with `format: duration`.",
    profile: "platform",
  },
  ({ name, schema }, { tree }) => {
    const { types } = shapeOf(tree, schema);
    return span.test(snakeCase(name)) && (types.has("integer") || types.has("number"))
      ? {
          message: `\`${name}\` is a length of time without its unit.`,
          hint: `write \`${name}_ms\``,
        }
      : null;
  },
);
