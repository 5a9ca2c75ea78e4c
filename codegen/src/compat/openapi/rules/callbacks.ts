import type { Rules } from "../../../findings/rule.ts";

/** Callbacks and webhooks: the API calls, others answer. */
export const callbackRules = {
  "openapi/callback-added": {
    title: "A callback was added",
    level: "info",
    why: "Old clients named no address for it, or get a request that they do not know yet at the one they named.",
    fix: "Call back only those who asked for it.",
  },
  "openapi/callback-removed": {
    title: "A callback was removed",
    level: "error",
    why: "Old clients wait for a call that never comes.",
    fix: "Go on calling back, and deprecate the callback first.",
  },
  "openapi/callback-url-changed": {
    title: "A callback goes to another address",
    level: "error",
    why: "Old clients wait at the address that the old expression gives.",
    fix: "Keep the expression, and add a callback of another name.",
  },
  "openapi/callback-operation-added": {
    title: "A callback makes one more kind of request",
    level: "warn",
    why: "Old clients get requests with a method that their address does not serve.",
    fix: "Send the new request only to those who asked for it.",
  },
  "openapi/callback-operation-removed": {
    title: "A callback makes one kind of request less",
    level: "error",
    why: "Old clients wait for a request that never comes.",
    fix: "Go on sending the request, and deprecate it first.",
  },
  "openapi/webhook-added": {
    title: "A webhook was added",
    level: "info",
    why: "Nobody fails who did not subscribe to it.",
    fix: "Send it only to those who subscribe.",
  },
  "openapi/webhook-removed": {
    title: "A webhook was removed",
    level: "error",
    why: "Old subscribers wait for a request that never comes.",
    fix: "Go on sending it, and deprecate it first.",
  },
  "openapi/webhook-renamed": {
    title: "A webhook has another name",
    level: "warn",
    why: "The requests stay as they are, but generated code names its handlers after the webhook: old handlers no longer compile.",
    fix: "Keep the old name.",
  },
  "openapi/webhook-operation-added": {
    title: "A webhook makes one more kind of request",
    level: "warn",
    why: "Old subscribers get requests with a method that their address does not serve.",
    fix: "Send the new request as a webhook of another name.",
  },
  "openapi/webhook-operation-removed": {
    title: "A webhook makes one kind of request less",
    level: "error",
    why: "Old subscribers wait for a request that never comes.",
    fix: "Go on sending the request, and deprecate it first.",
  },
} as const satisfies Rules;
