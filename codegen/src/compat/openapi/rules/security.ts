import type { Rules } from "../../../findings/rule.ts";

/** What a caller must prove. In callbacks and webhooks the API is the caller, so that the levels swap. */
export const securityRules = {
  "openapi/security-became-required": {
    title: "An operation no longer answers callers without credentials",
    level: { reader: "error", writer: "info" },
    why: "Old clients that send no credentials get 401.",
    fix: "Go on answering without credentials, or protect a new operation instead.",
  },
  "openapi/security-alternative-removed": {
    title: "A way to authenticate was removed",
    level: { reader: "error", writer: "info" },
    why: "Old clients that authenticate this way get 401.",
    fix: "Go on accepting it beside the new one until clients have moved.",
  },
  "openapi/security-scheme-also-required": {
    title: "One more credential is required beside another",
    level: { reader: "error", writer: "info" },
    why: "Old clients send only the one credential and get 401.",
    fix: "Go on accepting the old credential alone.",
  },
  "openapi/security-scope-required": {
    title: "An operation requires one more scope",
    level: { reader: "error", writer: "info" },
    why: "The tokens of old clients do not have the scope: they get 403.",
    fix: "Go on accepting the old scopes until clients have new tokens.",
  },
  "openapi/security-became-optional": {
    title: "An operation also answers callers without credentials",
    level: { reader: "info", writer: "error" },
    why: "Nobody fails; look whether it is meant. Receivers of a callback that check credentials refuse a call without them.",
    fix: "Nothing to do where it is meant.",
  },
  "openapi/security-removed": {
    title: "An operation requires no credentials any more",
    level: { reader: "info", writer: "error" },
    why: "Nobody fails; look whether it is meant. Receivers of a callback that check credentials refuse a call without them.",
    fix: "Nothing to do where it is meant.",
  },
  "openapi/security-alternative-added": {
    title: "One more way to authenticate was added",
    level: { reader: "info", writer: "error" },
    why: "Old clients go on as before. Receivers of a callback do not know the new credential.",
    fix: "Nothing to do for requests; in a callback, go on sending the old credential.",
  },
  "openapi/security-scheme-no-longer-required": {
    title: "A credential is no longer required beside another",
    level: { reader: "info", writer: "error" },
    why: "Old clients go on sending both. Receivers of a callback miss one of the two.",
    fix: "Nothing to do for requests; in a callback, go on sending both.",
  },
  "openapi/security-scope-no-longer-required": {
    title: "An operation requires one scope less",
    level: { reader: "info", writer: "error" },
    why: "Old clients have more than they need. Receivers of a callback may refuse a token with less.",
    fix: "Nothing to do for requests; in a callback, keep the scope.",
  },
} as const satisfies Rules;
