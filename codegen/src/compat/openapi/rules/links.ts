import type { Rules } from "../../../findings/rule.ts";

/** Links from a response to the operation that may follow it. */
export const linkRules = {
  "openapi/link-added": {
    title: "A link was added to a response",
    level: "info",
    why: "Nobody fails: links never reach the wire.",
    fix: "Nothing to do.",
  },
  "openapi/link-removed": {
    title: "A link was removed from a response",
    level: "warn",
    why: "Clients and tools that follow links no longer find the next operation.",
    fix: "Keep the link as long as the operation that it leads to.",
  },
  "openapi/link-target-changed": {
    title: "A link leads to another operation",
    level: "warn",
    why: "Clients and tools that follow the link call something else than before.",
    fix: "Keep the link, and add one of another name.",
  },
  "openapi/link-parameter-changed": {
    title: "A link fills the parameters of its operation differently",
    level: "warn",
    why: "Clients and tools that follow the link send other values than before.",
    fix: "Keep the parameters, or add a link of another name.",
  },
  "openapi/link-body-changed": {
    title: "A link sends another body",
    level: "warn",
    why: "Clients and tools that follow the link send something else than before.",
    fix: "Keep `requestBody`, or add a link of another name.",
  },
  "openapi/link-server-changed": {
    title: "A link leads to another server",
    level: "warn",
    why: "Clients and tools that follow the link call another server than before.",
    fix: "Keep the server of the link.",
  },
} as const satisfies Rules;
