import { member } from "../../../../load/pointer.ts";
import { shapeOf } from "../../view/object-shape.ts";
import { walkSchemas } from "../../view/schema-walk.ts";
import { operationRule } from "../view/define.ts";
import { snakeCase } from "../view/words.ts";

const secret = /^(.+_)?(password|passwd|secret|private_key|client_secret|pin)$/;

/** What is kept secret is not sent back. */
export const secretsWriteOnly = operationRule(
  "rest/secrets-write-only",
  {
    title: "A password in an answer",
    level: "warn",
    why: "Answers are cached, logged and shown; who may read a user may not read its password.",
    fix: "Leave it out of the response, or mark it `writeOnly: true`. A new key that is shown once is marked `x-berrys-sensitive: true`.",
  },
  (operation, { tree }) => {
    const starts = operation.responses
      .filter(({ status }) => status.startsWith("2"))
      .flatMap(({ status, contents }) =>
        contents.flatMap(({ schema }) =>
          schema === null ? [] : [{ node: schema, path: [status] }],
        ),
      );
    return walkSchemas(tree, starts).flatMap(({ property, node }) => {
      if (property === null || !secret.test(snakeCase(property.name))) return [];
      const { value } = node;
      const isKept = ["writeOnly", "x-berrys-sensitive"].some(
        (key) => member(value, key) === true || member(property.entry.value, key) === true,
      );
      const isText = shapeOf(tree, node).types.has("string");
      return isKept || !isText
        ? []
        : [
            {
              message: `\`${operation.label}\` returns \`${property.name}\`.`,
              at: property.entry,
              path: property.path,
            },
          ];
    });
  },
);
