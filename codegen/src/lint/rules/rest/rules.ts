import type { LintRules } from "../../profile.ts";

/** REST conventions. */
export const restRules = {
  "rest/no-trailing-slash": {
    title: "A path that ends with a slash",
    level: "warn",
    why: "Servers and proxies tell `/projects/` and `/projects` apart, so clients that guess get 404 or a redirect that loses the body.",
    fix: "Write the path without the slash.",
  },
} satisfies LintRules;
