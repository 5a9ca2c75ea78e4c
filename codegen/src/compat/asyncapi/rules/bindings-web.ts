import type { Rules } from "../../../findings/rule.ts";

/** Rules about bindings of HTTP and WebSocket. */
export const webBindingRules = {
  "asyncapi/ws-method-changed": {
    title: "A WebSocket connection is opened by another method",
    level: "error",
    why: "Old clients open the connection by the old method and are refused.",
    fix: "Accept both methods.",
  },
  "asyncapi/ws-query-narrowed": {
    title: "The query of a WebSocket connection accepts less",
    level: "error",
    why: "Old clients connect with a query that is refused.",
    fix: "Keep accepting every query in use.",
  },
  "asyncapi/ws-query-widened": {
    title: "The query of a WebSocket connection accepts more",
    level: "info",
    why: "Old clients connect as before.",
    fix: "Nothing to do.",
  },
  "asyncapi/ws-headers-narrowed": {
    title: "The headers of a WebSocket connection accept less",
    level: "error",
    why: "Old clients connect with headers that are refused.",
    fix: "Keep accepting every header in use.",
  },
  "asyncapi/ws-headers-widened": {
    title: "The headers of a WebSocket connection accept more",
    level: "info",
    why: "Old clients connect as before.",
    fix: "Nothing to do.",
  },
  "asyncapi/http-method-changed": {
    title: "An HTTP operation uses another method",
    level: "error",
    why: "Old parties call by, or wait for, the old method.",
    fix: "Keep the method and add an operation with the new one.",
  },
  "asyncapi/http-kind-changed": {
    title: "An HTTP operation is a response instead of a request, or the other way round",
    level: "error",
    why: "Old parties wait for the message on the other leg of the exchange.",
    fix: "Keep the operation and add a second one.",
  },
  "asyncapi/http-query-narrowed": {
    title: "The query of an HTTP operation accepts less, or promises less",
    level: { reader: "error", writer: "info" },
    why: "Old parties send queries that are refused.",
    fix: "Keep accepting every query in use.",
  },
  "asyncapi/http-query-widened": {
    title: "The query of an HTTP operation accepts more",
    level: { reader: "info", writer: "error" },
    why: "Old receivers get queries that they do not know.",
    fix: "Send the new query only to receivers that know it.",
  },
  "asyncapi/http-status-code-changed": {
    title: "An HTTP message has another status code",
    level: "error",
    why: "Old parties recognise the message by the old status code.",
    fix: "Keep the status code.",
  },
  "asyncapi/http-headers-narrowed": {
    title: "The HTTP headers of a message accept less",
    level: { reader: "error", writer: "info" },
    why: "Old senders write headers that are refused.",
    fix: "Keep accepting every header in use.",
  },
  "asyncapi/http-headers-widened": {
    title: "The HTTP headers of a message promise less or hold more",
    level: { reader: "info", writer: "error" },
    why: "Old readers miss a header that they count on, or find a value that they do not know.",
    fix: "Keep every header that old readers use.",
  },
} as const satisfies Rules;
