import type { Rules } from "../../../findings/rule.ts";

/** Rules about how parties prove who they are. */
export const securityRules = {
  "asyncapi/server-security-added": {
    title: "A server that was open asks for credentials",
    level: "error",
    why: "Old parties connect without credentials and are refused.",
    fix: "Give every party credentials first, and keep the open access until they use them.",
  },
  "asyncapi/server-security-removed": {
    title: "A server no longer asks for credentials",
    level: "warn",
    why: "Old parties still get in, but so does everybody else.",
    fix: "Keep the security unless the server is meant to be open.",
  },
  "asyncapi/server-security-alternative-removed": {
    title: "A server no longer takes a kind of credentials",
    level: "error",
    why: "Old parties that use these credentials are refused.",
    fix: "Keep the alternative until nobody uses it.",
  },
  "asyncapi/server-security-alternative-added": {
    title: "A server takes one more kind of credentials",
    level: "info",
    why: "Old parties go on using the credentials they have.",
    fix: "Nothing to do.",
  },
  "asyncapi/server-scope-added": {
    title: "A server asks for one more scope",
    level: "error",
    why: "Tokens of old parties lack the scope and are refused.",
    fix: "Give the scope to every party before it is asked for.",
  },
  "asyncapi/server-scope-removed": {
    title: "A server asks for one scope less",
    level: "info",
    why: "Old tokens hold more than is asked for.",
    fix: "Nothing to do.",
  },
  "asyncapi/operation-security-added": {
    title: "An operation that was open asks for credentials",
    level: "error",
    why: "Old parties come without credentials and are refused.",
    fix: "Give every party credentials first, and keep the open access until they use them.",
  },
  "asyncapi/operation-security-removed": {
    title: "An operation no longer asks for credentials",
    level: "warn",
    why: "Old parties still get in, but so does everybody else.",
    fix: "Keep the security unless the operation is meant to be open.",
  },
  "asyncapi/operation-security-alternative-removed": {
    title: "An operation no longer takes a kind of credentials",
    level: "error",
    why: "Old parties that use these credentials are refused.",
    fix: "Keep the alternative until nobody uses it.",
  },
  "asyncapi/operation-security-alternative-added": {
    title: "An operation takes one more kind of credentials",
    level: "info",
    why: "Old parties go on using the credentials they have.",
    fix: "Nothing to do.",
  },
  "asyncapi/operation-scope-added": {
    title: "An operation asks for one more scope",
    level: "error",
    why: "Tokens of old parties lack the scope and are refused.",
    fix: "Give the scope to every party before it is asked for.",
  },
  "asyncapi/operation-scope-removed": {
    title: "An operation asks for one scope less",
    level: "info",
    why: "Old tokens hold more than is asked for.",
    fix: "Nothing to do.",
  },
  "asyncapi/security-scheme-type-changed": {
    title: "Credentials are of another type",
    level: "error",
    why: "Old parties present credentials of the old type and are refused.",
    fix: "Add the new scheme as an alternative and remove the old one when nobody uses it.",
  },
  "asyncapi/security-scheme-location-changed": {
    title: "Credentials are expected at another place",
    level: "error",
    why: "Old parties put them at the old place, where nobody looks.",
    fix: "Accept both places until every party uses the new one.",
  },
  "asyncapi/security-scheme-name-changed": {
    title: "Credentials are expected under another name",
    level: "error",
    why: "Old parties send them under the old name, where nobody looks.",
    fix: "Accept both names until every party uses the new one.",
  },
  "asyncapi/security-scheme-http-scheme-changed": {
    title: "Another HTTP authentication scheme is expected",
    level: "error",
    why: "Old parties authenticate by the old scheme and are refused.",
    fix: "Add the new scheme as an alternative.",
  },
  "asyncapi/security-scheme-bearer-format-changed": {
    title: "The stated format of bearer tokens changed",
    level: "warn",
    why: "Old tokens may be of a format that is no longer understood.",
    fix: "Check that tokens of the old format are accepted until they expire.",
  },
  "asyncapi/security-scheme-flow-removed": {
    title: "An OAuth flow was removed",
    level: "error",
    why: "Old parties get their tokens through this flow and no longer can.",
    fix: "Keep the flow until nobody uses it.",
  },
  "asyncapi/security-scheme-flow-added": {
    title: "An OAuth flow was added",
    level: "info",
    why: "Old parties go on using the flows they know.",
    fix: "Nothing to do.",
  },
  "asyncapi/security-scheme-url-changed": {
    title: "Tokens are fetched from another URL",
    level: "error",
    why: "Old parties ask for tokens at the old URL.",
    fix: "Keep the old URL working, for example by a redirect, until every party has moved.",
  },
  "asyncapi/security-scheme-scope-removed": {
    title: "A scope is no longer offered",
    level: "error",
    why: "Old parties ask for the scope and get no token.",
    fix: "Keep offering the scope until nobody asks for it.",
  },
  "asyncapi/security-scheme-scope-added": {
    title: "One more scope is offered",
    level: "info",
    why: "Old parties do not ask for it.",
    fix: "Nothing to do.",
  },
} as const satisfies Rules;
