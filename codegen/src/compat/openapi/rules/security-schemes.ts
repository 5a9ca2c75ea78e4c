import type { Rules } from "../../../findings/rule.ts";

/** How credentials are sent and where tokens come from. */
export const securitySchemeRules = {
  "openapi/security-scheme-type-changed": {
    title: "A security scheme has another type",
    level: "error",
    why: "Old clients send the old kind of credential and get 401.",
    fix: "Add the new scheme beside the old one.",
  },
  "openapi/security-api-key-location-changed": {
    title: "The API key is sent in another part of the request",
    level: "error",
    why: "Old clients send the key where it is no longer looked for and get 401.",
    fix: "Read the key from both places.",
  },
  "openapi/security-api-key-name-changed": {
    title: "The API key is sent under another name",
    level: "error",
    why: "Old clients send the key under the old name and get 401.",
    fix: "Read the key under both names.",
  },
  "openapi/security-http-scheme-changed": {
    title: "The `Authorization` header has another scheme",
    level: "error",
    why: "Old clients send the old scheme, such as `Basic`, and get 401.",
    fix: "Accept both schemes.",
  },
  "openapi/security-bearer-format-changed": {
    title: "The bearer token has another format",
    level: "info",
    why: "Nobody fails who passes the token on as it is: the format is a hint.",
    fix: "Nothing to do; tell clients that look into tokens.",
  },
  "openapi/security-open-id-url-changed": {
    title: "The OpenID Connect discovery document has another address",
    level: "error",
    why: "Old clients get their tokens from the old issuer and get 401.",
    fix: "Keep the old address working, and accept tokens of both issuers.",
  },
  "openapi/oauth-flow-added": {
    title: "One more OAuth flow was added",
    level: "info",
    why: "Nobody fails: old clients go on with the flow they use.",
    fix: "Nothing to do.",
  },
  "openapi/oauth-flow-removed": {
    title: "An OAuth flow was removed",
    level: "error",
    why: "Old clients that get their tokens by this flow get none any more.",
    fix: "Go on offering the flow.",
  },
  "openapi/oauth-authorization-url-changed": {
    title: "The OAuth authorisation page has another address",
    level: "error",
    why: "Old clients send their users to the old address.",
    fix: "Keep the old address working.",
  },
  "openapi/oauth-token-url-changed": {
    title: "OAuth tokens come from another address",
    level: "error",
    why: "Old clients ask for tokens at the old address.",
    fix: "Keep the old address working.",
  },
  "openapi/oauth-refresh-url-changed": {
    title: "OAuth tokens are refreshed at another address",
    level: "error",
    why: "Old clients refresh their tokens at the old address and are signed out.",
    fix: "Keep the old address working.",
  },
  "openapi/oauth-device-url-changed": {
    title: "OAuth devices are authorised at another address",
    level: "error",
    why: "Old devices ask for their code at the old address.",
    fix: "Keep the old address working.",
  },
  "openapi/oauth-scope-added": {
    title: "An OAuth scope was added",
    level: "info",
    why: "Nobody fails: old clients do not ask for it.",
    fix: "Nothing to do.",
  },
  "openapi/oauth-scope-removed": {
    title: "An OAuth scope was removed",
    level: "error",
    why: "Old clients that ask for the scope are refused as `invalid_scope` and get no token.",
    fix: "Go on granting the scope.",
  },
} as const satisfies Rules;
