import { member } from "../../../../load/pointer.ts";
import { shapeOf } from "../../view/object-shape.ts";
import { walkSchemas } from "../../view/schema-walk.ts";
import { successes } from "../view/api.ts";
import { documentRule } from "../view/define.ts";
import { snakeCase } from "../view/words.ts";

const secret = /^(.+_)?(password|passwd|secret|private_key|client_secret|pin)$/;

/** What is kept secret is not sent back. */
export const secretsWriteOnly = documentRule(
  "rest/secrets-write-only",
  {
    title: "A password in an answer",
    level: "warn",
    why: "Answers are cached, logged and shown; who may read a user may not read its password.",
    fix: "Leave it out of the response, or mark it `writeOnly: true`. A new key that is shown once is marked `x-berrys-sensitive: true`.",
  },
  (_root, { tree, operations }) => {
    const starts = operations.flatMap((operation) =>
      successes(operation).flatMap(({ status, contents }) =>
        contents.flatMap(({ schema }) =>
          schema === null ? [] : [{ node: schema, path: [operation.label, status] }],
        ),
      ),
    );
    return walkSchemas(tree, starts).flatMap(({ property, node }) => {
      if (property === null || !secret.test(snakeCase(property.name))) return [];
      const isKept = ["writeOnly", "x-berrys-sensitive"].some((key) =>
        [node, property.entry].some(({ value }) => member(value, key) === true),
      );
      if (isKept || !shapeOf(tree, node).types.has("string")) return [];
      return [
        {
          message: `\`${property.name}\` is returned to whoever may read the rest.`,
          at: property.entry,
          path: property.path,
        },
      ];
    });
  },
);
