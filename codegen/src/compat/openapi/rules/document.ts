import type { Rules } from "../../../findings/rule.ts";

/** Facts about the whole document. None of them breaks. */
export const documentRules = {
  "openapi/document-version-changed": {
    title: "The document has another version",
    level: "info",
    why: "Nobody fails: `info.version` never reaches the wire.",
    fix: "Nothing to do.",
  },
  "openapi/document-version-lowered": {
    title: "The document has a lower version than before",
    level: "warn",
    why: "Nobody fails on the wire, but tools that choose the highest version take the old document for the new one.",
    fix: "Raise `info.version`, or compare the documents the other way round.",
  },
  "openapi/document-title-changed": {
    title: "The document has another title",
    level: "info",
    why: "Nobody fails on the wire; generators may name packages after the title.",
    fix: "Nothing to do; keep the title where generated packages are named after it.",
  },
  "openapi/document-license-changed": {
    title: "The API has another licence",
    level: "info",
    why: "Nobody fails on the wire; look whether users may still use it as they do.",
    fix: "Tell the users.",
  },
  "openapi/document-terms-changed": {
    title: "The terms of service lie at another address",
    level: "info",
    why: "Nobody fails on the wire; look whether users may still use it as they do.",
    fix: "Tell the users.",
  },
} as const satisfies Rules;
