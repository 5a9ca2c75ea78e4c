import { shapeOf } from "../../view/object-shape.ts";
import { operationRule } from "../view/define.ts";

/** PATCH changes what is given and leaves the rest. */
export const patchWithoutRequired = operationRule(
  "rest/patch-without-required",
  {
    title: "PATCH that demands members",
    level: "warn",
    elsewhere: "info",
    why: "A partial update names what changes; a member that must always be sent overwrites what another client changed in between.",
    fix: "Make the members optional, or use PUT. A version to compare (`version`, `etag`) may be required.",
  },
  ({ method, bodyContents, label }, { tree }) =>
    method === "patch"
      ? bodyContents.flatMap(({ schema }) => {
          const { required } = shapeOf(tree, schema);
          const demanded = [...required].filter(
            (name) => !/^(version|revision|etag|op|path)$/i.test(name),
          );
          return schema === null || demanded.length === 0
            ? []
            : [
                {
                  message: `The body of \`${label}\` requires ${demanded.map((name) => `\`${name}\``).join(", ")}.`,
                  at: schema,
                  path: ["request"],
                },
              ];
        })
      : null,
);
