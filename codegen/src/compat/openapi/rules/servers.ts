import type { Rules } from "../../../findings/rule.ts";

/** Where the API is reached. */
export const serverRules = {
  "openapi/server-added": {
    title: "A server was added",
    level: "info",
    why: "Nobody fails: old clients go on with the server they know.",
    fix: "Nothing to do.",
  },
  "openapi/server-removed": {
    title: "A server was removed",
    level: "error",
    why: "Old clients that call this server are no longer answered.",
    fix: "Keep the server, or redirect it and tell clients a day.",
  },
  "openapi/server-host-changed": {
    title: "A server has another host or port",
    level: "error",
    why: "Old clients call the old host.",
    fix: "Keep the old host answering and list both.",
  },
  "openapi/server-protocol-changed": {
    title: "A server is called by another protocol",
    level: "error",
    why: "Old clients call by the old protocol; a redirect to the new one is not followed for anything but GET.",
    fix: "Keep answering by both protocols and list both.",
  },
  "openapi/server-base-path-changed": {
    title: "The paths of a server begin differently",
    level: "error",
    why: "Old clients put the old beginning before every path and get 404.",
    fix: "Keep the old beginning working and list both servers.",
  },
  "openapi/server-variable-value-added": {
    title: "A variable of a server may have one more value",
    level: "info",
    why: "Nobody fails: old clients go on with the values they know.",
    fix: "Nothing to do.",
  },
  "openapi/server-variable-value-removed": {
    title: "A variable of a server may no longer have a value",
    level: "error",
    why: "Old clients that use the value are no longer answered.",
    fix: "Keep the value.",
  },
  "openapi/server-variable-default-changed": {
    title: "A variable of a server has another default",
    level: "warn",
    why: "Clients that leave the variable as it is call another server than before.",
    fix: "Keep the default.",
  },
  "openapi/server-variable-closed": {
    title: "A variable of a server that was free has a list of values",
    level: "error",
    why: "Old clients that use another value are no longer answered.",
    fix: "Leave the variable free.",
  },
  "openapi/server-variable-opened": {
    title: "A variable of a server is free where it had a list of values",
    level: "info",
    why: "Nobody fails: the old values still work.",
    fix: "Nothing to do.",
  },
} as const satisfies Rules;
