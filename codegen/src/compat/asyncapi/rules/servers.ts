import type { Rules } from "../../../findings/rule.ts";

/** Rules about servers and how they are reached. */
export const serverRules = {
  "asyncapi/server-removed": {
    title: "A server was removed",
    level: "error",
    why: "Old parties connect to a server that is gone.",
    fix: "Keep the server until nobody connects to it.",
  },
  "asyncapi/server-added": {
    title: "A server was added",
    level: "info",
    why: "Old parties go on using the servers they know.",
    fix: "Nothing to do.",
  },
  "asyncapi/server-host-changed": {
    title: "The host of a server changed",
    level: "error",
    why: "Old parties connect to the old host.",
    fix: "Add the new host as a second server and remove the old one when nobody connects to it.",
  },
  "asyncapi/server-path-changed": {
    title: "The path of a server changed",
    level: "error",
    why: "Old parties connect to the old path.",
    fix: "Keep the old path as a second server.",
  },
  "asyncapi/server-protocol-changed": {
    title: "The protocol of a server changed",
    level: "error",
    why: "Old parties speak the old protocol and cannot connect.",
    fix: "Add a server with the new protocol beside the old one.",
  },
  "asyncapi/server-protocol-version-changed": {
    title: "The version of a server's protocol changed",
    level: "warn",
    why: "Old clients may not speak the new version.",
    fix: "Check that the server still accepts the old version, or keep a server that does.",
  },
  "asyncapi/server-variable-value-removed": {
    title: "A variable of a server no longer takes a value",
    level: "error",
    why: "Old parties that use the value connect to a server that is gone.",
    fix: "Keep the value until nobody uses it.",
  },
  "asyncapi/server-variable-value-added": {
    title: "A variable of a server takes one more value",
    level: "info",
    why: "Old parties go on using the values they know.",
    fix: "Nothing to do.",
  },
  "asyncapi/server-variable-restricted": {
    title: "A variable of a server is now restricted to listed values",
    level: "error",
    why: "Old parties use values that are not in the list.",
    fix: "Leave the variable open, or list every value in use.",
  },
  "asyncapi/server-variable-opened": {
    title: "A variable of a server takes any value now",
    level: "info",
    why: "Old parties go on using the values they know.",
    fix: "Nothing to do.",
  },
  "asyncapi/server-variable-default-changed": {
    title: "The default of a server's variable changed",
    level: "error",
    why: "Parties that leave the variable out connect to another server than before.",
    fix: "Keep the default, and set the variable where another value is wanted.",
  },
  "asyncapi/server-variable-default-added": {
    title: "A variable of a server got a default",
    level: "info",
    why: "Old parties always set the variable.",
    fix: "Nothing to do.",
  },
  "asyncapi/server-variable-default-removed": {
    title: "A variable of a server lost its default",
    level: "error",
    why: "Parties that leave the variable out no longer know where to connect.",
    fix: "Keep the default.",
  },
} as const satisfies Rules;
