import type { Rules } from "../../../findings/rule.ts";

/** Status codes, bodies and media types of responses. In callbacks and webhooks others answer, so that the levels swap. */
export const responseRules = {
  "openapi/success-status-added": {
    title: "A success status was added",
    level: { reader: "info", writer: "warn" },
    why: "Old clients that look for the status they know take the new one for a failure, or read the wrong body.",
    fix: "Go on answering old requests with the old status.",
  },
  "openapi/success-status-removed": {
    title: "A success status was removed",
    level: "error",
    why: "Old clients wait for this status and take whatever comes instead for a failure.",
    fix: "Go on answering with the old status.",
  },
  "openapi/conditional-status-added": {
    title: "A status was added that only comes to those who ask for it",
    level: "info",
    why: "Nobody fails: 206 answers a `Range`, 304 a condition such as `If-None-Match`, and old clients send neither.",
    fix: "Nothing to do.",
  },
  "openapi/redirect-status-added": {
    title: "A redirect was added",
    level: { reader: "info", writer: "warn" },
    why: "Old clients that do not follow redirects take it for a failure.",
    fix: "Answer old requests without a redirect.",
  },
  "openapi/redirect-status-removed": {
    title: "A redirect was removed",
    level: "warn",
    why: "Old clients that wait for the redirect, such as for a download, no longer get it.",
    fix: "Go on redirecting.",
  },
  "openapi/error-status-added": {
    title: "An error status was added",
    level: "info",
    why: "HTTP asks clients to take an unknown status for the `x00` of its class, so that old ones see a failure as before.",
    fix: "Nothing to do.",
  },
  "openapi/error-status-removed": {
    title: "An error status was removed",
    level: { reader: "warn", writer: "info" },
    why: "Old clients keep code for a failure that no longer comes. In a callback, receivers may no longer answer with it.",
    fix: "Nothing to do for responses; in a callback, go on accepting the status.",
  },
  "openapi/informational-status-changed": {
    title: "An informational status was added or removed",
    level: "info",
    why: "Nobody fails: clients wait for the final status.",
    fix: "Nothing to do.",
  },
  "openapi/default-response-added": {
    title: "A default response was added",
    level: "info",
    why: "Any other status may come now; clients take an unknown status for the `x00` of its class.",
    fix: "Nothing to do.",
  },
  "openapi/default-response-removed": {
    title: "The default response was removed",
    level: { reader: "error", writer: "warn" },
    why: "Old clients read the body of every other status as the default promised; nothing is promised about it any more.",
    fix: "Keep the default response.",
  },
  "openapi/response-status-made-specific": {
    title: "A status that a range or the default stood for is listed by itself",
    level: "info",
    why: "The status could come before; its body is compared with the one promised before.",
    fix: "Nothing to do.",
  },
  "openapi/response-status-made-general": {
    title: "A status is no longer listed, but a range or the default stands for it",
    level: "info",
    why: "The status may still come; its body is compared with the one of the range.",
    fix: "Nothing to do; go on listing what clients tell apart.",
  },
  "openapi/response-status-range-narrowed": {
    title: "Of a range of statuses only some are left",
    level: { reader: "error", writer: "info" },
    why: "Old clients were ready for the whole range. In a callback, old receivers may answer with another status of it.",
    fix: "Nothing to do for responses; in a callback, keep the range.",
  },
  "openapi/response-body-added": {
    title: "A response gained a body",
    level: { reader: "error", writer: "info" },
    why: "Old clients do not read it. In a callback, old receivers answer without the body that is now read.",
    fix: "Nothing to do for responses; in a callback, go on accepting answers without a body.",
  },
  "openapi/response-body-removed": {
    title: "A response lost its body",
    level: { reader: "warn", writer: "error" },
    why: "Old clients parse a body that is no longer there.",
    fix: "Go on sending the body.",
  },
  "openapi/response-media-type-added": {
    title: "A response may have one more media type",
    level: "info",
    why: "Clients that name what they accept go on getting the media type they know.",
    fix: "Send the old media type where the request names none.",
  },
  "openapi/response-media-type-removed": {
    title: "A response may no longer have a media type",
    level: "error",
    why: "Old clients that ask for this media type get 406, or a body that they cannot parse.",
    fix: "Go on offering the media type.",
  },
  "openapi/response-media-type-narrowed": {
    title: "A range of media types in a response became narrower",
    level: { reader: "error", writer: "info" },
    why: "Old clients were ready for the whole range. In a callback, old receivers may answer in another format.",
    fix: "Nothing to do for responses; in a callback, keep the range.",
  },
  "openapi/response-media-type-widened": {
    title: "A media type of a response became part of a wider range",
    level: { reader: "info", writer: "error" },
    why: "Old clients may get formats that they cannot parse.",
    fix: "Keep the exact media type.",
  },
  "openapi/response-xml-changed": {
    title: "An element or attribute of an XML response is written differently",
    level: "error",
    why: "Old clients read the old name, namespace or nesting and do not find it.",
    fix: "Keep `xml`; where a component was renamed, give it `xml.name` with the old name.",
  },
  "openapi/response-envelope-added": {
    title: "A response is wrapped in `{data, meta}`",
    level: "error",
    why: "Old clients look for the members at the top, where `data` stands now.",
    fix: "Keep the old form, and offer the wrapped one under another path or media type.",
  },
  "openapi/response-envelope-removed": {
    title: "A response is no longer wrapped in `{data, meta}`",
    level: "error",
    why: "Old clients look for the members in `data`, which is gone.",
    fix: "Keep the envelope.",
  },
  "openapi/response-became-page": {
    title: "A response became a page of a collection",
    level: { reader: "info", writer: "error" },
    why: "Old clients take the first page for the whole collection and do not follow `meta.page.next_cursor`.",
    fix: "Go on sending everything where the request names neither `limit` nor `cursor`.",
  },
  "openapi/response-became-unpaged": {
    title: "A response is no longer a page of a collection",
    level: { reader: "info", writer: "error" },
    why: "Old clients look for `meta.page.next_cursor`, which is gone.",
    fix: "Keep `meta.page`.",
  },
} as const satisfies Rules;
