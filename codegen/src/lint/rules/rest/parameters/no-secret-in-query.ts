import { parameterRule } from "../view/define.ts";
import { snakeCase } from "../view/words.ts";

/** Addresses are logged everywhere. */
export const noSecretInQuery = parameterRule(
  "rest/no-secret-in-query",
  {
    title: "A secret in the address",
    level: "warn",
    why: "Addresses stand in logs, histories and `Referer` headers, so a password or token in one is known to many.",
    fix: "Send it in a header or in the body.",
  },
  ({ parameter }) =>
    (parameter.in === "query" || parameter.in === "path") && secret.test(snakeCase(parameter.name))
      ? {
          message: `The ${parameter.in} parameter \`${parameter.name}\` puts a secret into the address.`,
        }
      : null,
);

const secret =
  /^(.+_)?(password|passwd|secret|api_?key|apikey|access_token|auth_token|refresh_token|private_key|client_secret)$/;
