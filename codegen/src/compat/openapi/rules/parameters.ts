import type { Rules } from "../../../findings/rule.ts";

/** Parameters of requests. In callbacks and webhooks the API itself sends them, so that the levels swap. */
export const parameterRules = {
  "openapi/required-parameter-added": {
    title: "A required parameter was added",
    level: { reader: "error", writer: "info" },
    why: "Old clients do not send it and are refused.",
    fix: "Make it optional, with the old behaviour where it is missing.",
  },
  "openapi/optional-parameter-added": {
    title: "An optional parameter was added",
    level: "info",
    why: "Nobody fails: old clients leave it out, receivers of callbacks do not read it.",
    fix: "Nothing to do.",
  },
  "openapi/required-parameter-removed": {
    title: "A required parameter was removed",
    level: { reader: "warn", writer: "error" },
    why: "Old clients still send it: it is no longer read, and a strict server refuses it. Receivers of a callback miss what they were promised.",
    fix: "Keep the parameter, make it optional and deprecate it first.",
  },
  "openapi/optional-parameter-removed": {
    title: "An optional parameter was removed",
    level: { reader: "warn", writer: "error" },
    why: "Old clients that send it get an answer as if they had not: filters and choices are silently lost. Receivers of a callback never get it again.",
    fix: "Keep the parameter and mark it `deprecated` with an `x-sunset` date first.",
  },
  "openapi/deprecated-parameter-removed": {
    title: "A deprecated parameter was removed",
    level: { reader: "info", writer: "warn" },
    why: "Old clients that ignored the deprecation get an answer as if they had not sent it.",
    fix: "Announce the day with `x-sunset` and remove the parameter after it.",
  },
  "openapi/parameter-removed-before-sunset": {
    title: "A parameter was removed before its sunset",
    level: "error",
    why: "Clients were promised the parameter until its sunset; before that day it is no longer read.",
    fix: "Keep the parameter until the day that `x-sunset` names.",
  },
  "openapi/parameter-location-changed": {
    title: "A parameter moved to another part of the request",
    level: "error",
    why: "Old clients send it where it is no longer looked for.",
    fix: "Read the parameter from both places and deprecate the old one.",
  },
  "openapi/parameter-name-case-changed": {
    title: "A parameter is spelled with other letter cases",
    level: "error",
    why: "Names of query parameters and cookies are case-sensitive: what old clients send is no longer found.",
    fix: "Keep the old spelling.",
  },
  "openapi/parameter-became-required": {
    title: "A parameter became required",
    level: { reader: "error", writer: "info" },
    why: "Old clients that leave it out are refused.",
    fix: "Keep it optional, with the old behaviour where it is missing.",
  },
  "openapi/parameter-became-optional": {
    title: "A parameter became optional",
    level: { reader: "info", writer: "error" },
    why: "Old clients go on sending it. Receivers of a callback that rely on it fail where it is missing.",
    fix: "Nothing to do for requests; in a callback, go on sending it.",
  },
  "openapi/parameter-style-changed": {
    title: "A parameter is serialised in another style",
    level: "error",
    why: "The other party writes or reads the value in the old form and it is misunderstood.",
    fix: "Keep the style, or add a parameter of another name.",
  },
  "openapi/parameter-explode-changed": {
    title: "Lists or objects in a parameter are split differently",
    level: "error",
    why: "The other party writes or reads `a=1,2` where `a=1&a=2` is meant, or the other way round.",
    fix: "Keep `explode`, or add a parameter of another name.",
  },
  "openapi/parameter-allow-reserved-added": {
    title: "A parameter may hold reserved characters unescaped",
    level: { reader: "info", writer: "warn" },
    why: "Old clients escape them, which stays right. Receivers of a callback may split the value at characters that were escaped before.",
    fix: "Nothing to do for requests; in a callback, go on escaping.",
  },
  "openapi/parameter-allow-reserved-removed": {
    title: "A parameter must have its reserved characters escaped",
    level: { reader: "warn", writer: "info" },
    why: "Old clients that send `/`, `?` or `&` as they are may be misread.",
    fix: "Keep `allowReserved: true`.",
  },
  "openapi/parameter-allow-empty-added": {
    title: "A parameter may be sent without a value",
    level: { reader: "info", writer: "error" },
    why: "Old clients send a value, which stays right. Receivers of a callback do not expect an empty one.",
    fix: "Nothing to do for requests; in a callback, go on sending a value.",
  },
  "openapi/parameter-allow-empty-removed": {
    title: "A parameter must not be sent without a value",
    level: { reader: "error", writer: "info" },
    why: "Old clients that send `?name` or `?name=` are refused.",
    fix: "Keep `allowEmptyValue: true`.",
  },
  "openapi/parameter-serialization-changed": {
    title: "A parameter is a document where it was a plain value, or the other way round",
    level: "error",
    why: "`schema` and `content` write the same value differently: the other party misreads it.",
    fix: "Keep the old form, or add a parameter of another name.",
  },
  "openapi/parameter-media-type-changed": {
    title: "The document in a parameter has another media type",
    level: "error",
    why: "Old clients write the old format, which is no longer understood.",
    fix: "Keep the media type, or add a parameter of another name.",
  },
  "openapi/parameter-deprecated": {
    title: "A parameter was deprecated",
    level: "info",
    why: "Nobody fails yet.",
    fix: "Nothing to do; name the last day with `x-sunset`.",
  },
  "openapi/parameter-undeprecated": {
    title: "A parameter is no longer deprecated",
    level: "info",
    why: "Nobody fails: the parameter stays.",
    fix: "Nothing to do.",
  },
  "openapi/parameter-sunset-moved-earlier": {
    title: "The sunset of a parameter was moved to an earlier day",
    level: "error",
    why: "Clients have less time to move than they were promised.",
    fix: "Keep the announced day, or name a later one.",
  },
  "openapi/parameter-sunset-moved-later": {
    title: "The sunset of a parameter was moved to a later day",
    level: "info",
    why: "Nobody fails: clients have more time.",
    fix: "Nothing to do.",
  },
  "openapi/parameter-sunset-removed": {
    title: "A deprecated parameter lost its sunset",
    level: "warn",
    why: "Clients no longer know how long the parameter stays.",
    fix: "Put `x-sunset` back, or take `deprecated` away too.",
  },
} as const satisfies Rules;
