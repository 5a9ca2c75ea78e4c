import type { Rules } from "../../../findings/rule.ts";

/** Bodies of requests, their media types and the encoding of form fields. */
export const requestBodyRules = {
  "openapi/required-request-body-added": {
    title: "A required request body was added",
    level: { reader: "error", writer: "info" },
    why: "Old clients send no body and are refused.",
    fix: "Make the body optional, with the old behaviour where it is missing.",
  },
  "openapi/optional-request-body-added": {
    title: "An optional request body was added",
    level: "info",
    why: "Nobody fails: old clients send none.",
    fix: "Nothing to do.",
  },
  "openapi/request-body-removed": {
    title: "The request body was removed",
    level: "error",
    why: "What old clients send is no longer read, and many servers refuse it; receivers of a callback miss what they were promised.",
    fix: "Keep reading the body, and deprecate the operation in favour of one without it.",
  },
  "openapi/request-body-became-required": {
    title: "The request body became required",
    level: { reader: "error", writer: "info" },
    why: "Old clients that send no body are refused.",
    fix: "Keep the body optional.",
  },
  "openapi/request-body-became-optional": {
    title: "The request body became optional",
    level: { reader: "info", writer: "error" },
    why: "Old clients go on sending it. Receivers of a callback that rely on a body fail without one.",
    fix: "Nothing to do for requests; in a callback, go on sending it.",
  },
  "openapi/request-media-type-added": {
    title: "Requests may have one more media type",
    level: { reader: "info", writer: "error" },
    why: "Old clients go on with the media type they know. Receivers of a callback do not understand the new one.",
    fix: "Nothing to do for requests; in a callback, send the new format only to those who asked for it.",
  },
  "openapi/request-media-type-removed": {
    title: "Requests may no longer have a media type",
    level: { reader: "error", writer: "info" },
    why: "Old clients that send this format get 415.",
    fix: "Go on accepting the format.",
  },
  "openapi/request-media-type-narrowed": {
    title: "A range of media types in requests became narrower",
    level: { reader: "error", writer: "info" },
    why: "Old clients that send another format of the old range get 415.",
    fix: "Keep the range.",
  },
  "openapi/request-media-type-widened": {
    title: "A media type of requests became part of a wider range",
    level: { reader: "info", writer: "error" },
    why: "Old clients stay inside the range. Receivers of a callback may get formats that they do not understand.",
    fix: "Nothing to do for requests; in a callback, keep the exact media type.",
  },
  "openapi/request-xml-changed": {
    title: "An element or attribute of an XML request is written differently",
    level: "error",
    why: "Old clients write the old name, namespace or nesting, which is no longer understood; receivers of a callback read the old one.",
    fix: "Keep `xml`; where a component was renamed, give it `xml.name` with the old name.",
  },
  "openapi/request-encoding-content-type-removed": {
    title: "A form field may no longer have a content type",
    level: { reader: "error", writer: "info" },
    why: "Old clients that send the part in this format are refused.",
    fix: "Go on accepting the content type.",
  },
  "openapi/request-encoding-content-type-added": {
    title: "A form field may have one more content type",
    level: { reader: "info", writer: "error" },
    why: "Old clients go on with the one they know. Receivers of a callback do not understand the new one.",
    fix: "Nothing to do for requests; in a callback, keep the content type.",
  },
  "openapi/request-encoding-style-changed": {
    title: "A form field is serialised differently",
    level: "error",
    why: "`style`, `explode` and `allowReserved` say how the field is written: the other party uses the old form and is misunderstood.",
    fix: "Keep the serialisation, or add a field of another name.",
  },
  "openapi/request-encoding-header-required": {
    title: "A part of a multipart request must have one more header",
    level: { reader: "error", writer: "info" },
    why: "Old clients send the part without the header and are refused.",
    fix: "Make the header optional.",
  },
  "openapi/request-encoding-header-became-optional": {
    title: "A part of a multipart request may lack a header that it had to have",
    level: { reader: "info", writer: "error" },
    why: "Old clients go on sending it. Receivers of a callback that rely on the header fail without it.",
    fix: "Nothing to do for requests; in a callback, go on sending the header.",
  },
  "openapi/request-encoding-header-removed": {
    title: "A part of a multipart request has one header less",
    level: { reader: "warn", writer: "error" },
    why: "What old clients send in the header is no longer read; receivers of a callback miss it.",
    fix: "Go on reading the header.",
  },
} as const satisfies Rules;
