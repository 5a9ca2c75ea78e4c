import type { Rules } from "../../../findings/rule.ts";

/** Headers of responses. In callbacks and webhooks others send them, so that the levels swap. */
export const responseHeaderRules = {
  "openapi/required-response-header-added": {
    title: "A response always has one more header",
    level: { reader: "error", writer: "info" },
    why: "Old clients do not read it. In a callback, old receivers answer without it.",
    fix: "Nothing to do for responses; in a callback, make the header optional.",
  },
  "openapi/optional-response-header-added": {
    title: "A response may have one more header",
    level: "info",
    why: "Nobody fails: old clients do not read it.",
    fix: "Nothing to do.",
  },
  "openapi/required-response-header-removed": {
    title: "A header that every response had was removed",
    level: { reader: "warn", writer: "error" },
    why: "Old clients rely on the header and fail without it.",
    fix: "Go on sending the header.",
  },
  "openapi/optional-response-header-removed": {
    title: "A header that a response might have was removed",
    level: { reader: "warn", writer: "error" },
    why: "Old clients that read the header never get it again.",
    fix: "Go on sending the header, and deprecate it first.",
  },
  "openapi/deprecated-response-header-removed": {
    title: "A deprecated header of a response was removed",
    level: { reader: "info", writer: "warn" },
    why: "Old clients that ignored the deprecation no longer get the header.",
    fix: "Name the last day in the description, and remove the header after it.",
  },
  "openapi/response-header-became-required": {
    title: "A response always has a header that was optional",
    level: { reader: "error", writer: "info" },
    why: "Old clients are ready for it. In a callback, old receivers may answer without it.",
    fix: "Nothing to do for responses; in a callback, keep the header optional.",
  },
  "openapi/response-header-became-optional": {
    title: "A header that every response had became optional",
    level: { reader: "info", writer: "error" },
    why: "Old clients rely on the header and fail where it is missing.",
    fix: "Go on sending the header with every response.",
  },
  "openapi/response-header-explode-changed": {
    title: "An object in a response header is written differently",
    level: "error",
    why: "Old clients read `a,1,b,2` where `a=1,b=2` comes, or the other way round.",
    fix: "Keep `explode`, or add a header of another name.",
  },
  "openapi/response-header-serialization-changed": {
    title: "A response header is a document where it was a plain value, or the other way round",
    level: "error",
    why: "`schema` and `content` write the same value differently: old clients misread it.",
    fix: "Keep the old form, or add a header of another name.",
  },
  "openapi/response-header-media-type-changed": {
    title: "The document in a response header has another media type",
    level: "error",
    why: "Old clients parse the old format and fail.",
    fix: "Keep the media type, or add a header of another name.",
  },
  "openapi/response-header-deprecated": {
    title: "A response header was deprecated",
    level: "info",
    why: "Nobody fails yet.",
    fix: "Nothing to do; tell clients what to read instead.",
  },
  "openapi/response-header-undeprecated": {
    title: "A response header is no longer deprecated",
    level: "info",
    why: "Nobody fails: the header stays.",
    fix: "Nothing to do.",
  },
} as const satisfies Rules;
