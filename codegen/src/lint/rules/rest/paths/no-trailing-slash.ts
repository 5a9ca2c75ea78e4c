import { pathRule } from "../view/define.ts";

/** `/projects/` and `/projects` would be two resources. */
export const noTrailingSlash = pathRule(
  "rest/no-trailing-slash",
  {
    title: "A path that ends with a slash",
    level: "warn",
    why: "Servers and proxies tell `/projects/` and `/projects` apart, so clients that guess get 404 or a redirect that loses the body.",
    fix: "Write the path without the slash, and keep the old one as long as clients call it.",
  },
  ({ path }) =>
    path.length > 1 && path.endsWith("/")
      ? {
          message: `The path \`${path}\` ends with a slash.`,
          hint: `write \`${path.replace(/\/+$/, "") || "/"}\``,
        }
      : null,
);
