import type { Rules } from "../../findings/rule.ts";

/** Rules about whole contracts. */
export const workspaceRules = {
  "workspace/contract-removed": {
    title: "A whole contract is gone",
    level: "error",
    why: "Everything that the contract promised is withdrawn: every client, sender and reader of it fails.",
    fix: "Keep the contract until nobody uses it any more; mark its operations as deprecated first.",
  },
  "workspace/contract-added": {
    title: "A contract is new",
    level: "info",
    why: "Nobody relies on it yet.",
    fix: "Nothing to do.",
  },
} satisfies Rules;
