import type { Rules } from "../../../findings/rule.ts";

/** Paths, methods and what names an operation. */
export const operationRules = {
  "openapi/path-added": {
    title: "A path was added",
    level: "info",
    why: "Nobody fails: old clients do not call it.",
    fix: "Nothing to do.",
  },
  "openapi/path-removed": {
    title: "A path was removed",
    level: "error",
    why: "Clients that call the path get 404.",
    fix: "Keep the path, mark its operations `deprecated` with an `x-sunset` date, and remove it after that day.",
  },
  "openapi/path-case-changed": {
    title: "A path is spelled with other letter cases",
    level: "error",
    why: "Paths are case-sensitive: clients that call the old spelling get 404.",
    fix: "Keep the old spelling, or serve both and deprecate the old one.",
  },
  "openapi/path-trailing-slash-changed": {
    title: "A path gained or lost its trailing slash",
    level: "error",
    why: "Clients that call the old spelling get 404 or a redirect, which many do not follow for anything but GET.",
    fix: "Keep the old spelling, or serve both and deprecate the old one.",
  },
  "openapi/path-ambiguous": {
    title: "Two paths match the same requests",
    level: "warn",
    why: "They have the same method and differ in the names of their placeholders alone, so that nobody can tell which operation answers.",
    fix: "Keep one of the two paths and move the operations of the other into it.",
  },
  "openapi/operation-added": {
    title: "A method was added to a path",
    level: "info",
    why: "Nobody fails: old clients do not call it.",
    fix: "Nothing to do.",
  },
  "openapi/operation-removed": {
    title: "An operation was removed",
    level: "error",
    why: "Clients that call it get 405.",
    fix: "Keep the operation, mark it `deprecated` with an `x-sunset` date, and remove it after that day.",
  },
  "openapi/operation-removed-deprecated": {
    title: "A deprecated operation was removed",
    level: "warn",
    why: "Clients were told that it would go, but not when: those that still call it get 404 or 405.",
    fix: "Announce a day with `x-sunset` first, and remove the operation after it.",
  },
  "openapi/operation-removed-before-sunset": {
    title: "An operation was removed before its sunset",
    level: "error",
    why: "Clients were promised the operation until its sunset; they get 404 or 405 before that day.",
    fix: "Keep the operation until the day that `x-sunset` names.",
  },
  "openapi/operation-removed-after-sunset": {
    title: "An operation was removed after its sunset",
    level: "info",
    why: "Nobody fails who kept to the announced day.",
    fix: "Nothing to do.",
  },
  "openapi/operation-id-changed": {
    title: "An operation has another `operationId`",
    level: "warn",
    why: "Requests stay as they are, but generated clients name their functions after it: code that calls the old name no longer compiles.",
    fix: "Keep the old `operationId`, or tell the users of generated clients.",
  },
  "openapi/operation-id-removed": {
    title: "An operation lost its `operationId`",
    level: "warn",
    why: "Requests stay as they are, but generators make up another name: code that calls the old name no longer compiles.",
    fix: "Put the old `operationId` back.",
  },
  "openapi/operation-id-added": {
    title: "An operation gained an `operationId`",
    level: "info",
    why: "Requests stay as they are; generated clients name the function after it from now on.",
    fix: "Nothing to do; tell the users of generated clients.",
  },
  "openapi/operation-tag-added": {
    title: "An operation gained a tag",
    level: "info",
    why: "Nobody fails: tags never reach the wire. Generated clients may offer the operation in one more group.",
    fix: "Nothing to do.",
  },
  "openapi/operation-tag-removed": {
    title: "An operation lost a tag",
    level: "info",
    why: "Nobody fails: tags never reach the wire. Generated clients that group by tag move the operation.",
    fix: "Nothing to do; keep the tag where generated clients group by it.",
  },
} as const satisfies Rules;
