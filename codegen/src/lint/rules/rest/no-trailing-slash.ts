import type { LintCheck } from "../../lint-rule.ts";
import { placeOf, restApi } from "./view/api.ts";

/** `/projects/` and `/projects` would be two resources. */
export const noTrailingSlash: LintCheck = (side) =>
  (restApi(side)?.paths ?? []).flatMap(({ path, entry }) =>
    path.length > 1 && path.endsWith("/")
      ? [
          {
            rule: "rest/no-trailing-slash",
            kind: "openapi",
            message: `The path \`${path}\` ends with a slash.`,
            path,
            place: placeOf(entry),
            hint: `write \`${path.replace(/\/+$/, "")}\``,
          },
        ]
      : [],
  );
