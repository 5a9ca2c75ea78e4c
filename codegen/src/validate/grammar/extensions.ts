import { isObject } from "../../load/pointer.ts";
import { cacheMistake, rateMistake } from "../../model/limits.ts";
import type { ValueCheck } from "./shape.ts";

/** An `x-berrys-…` key: where it may stand and what it may hold. */
export interface Extension {
  /** Object kinds of the grammars; null: anywhere. */
  readonly on: readonly string[] | null;
  readonly check: ValueCheck;
}

const text: ValueCheck = (value) => (typeof value === "string" && value !== "" ? null : "a text");
const flag: ValueCheck = (value) => (typeof value === "boolean" ? null : "true or false");
const whole =
  (least: number, most = Number.MAX_SAFE_INTEGER): ValueCheck =>
  (value) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most
      ? null
      : `a whole number from ${least}${most === Number.MAX_SAFE_INTEGER ? "" : ` to ${most}`}`;
const oneOf =
  (...allowed: readonly string[]): ValueCheck =>
  (value) =>
    allowed.includes(String(value))
      ? null
      : `one of ${allowed.map((item) => `\`${item}\``).join(", ")}`;
const pointer: ValueCheck = (value) =>
  typeof value === "string" && /^(\/([^~/]|~[01])+)+$/.test(value)
    ? null
    : "a JSON pointer into the data, such as `/project_id`";
const texts: ValueCheck = (value) =>
  Array.isArray(value) && value.every((item) => typeof item === "string")
    ? null
    : "a list of texts";

/** The codes of Connect and gRPC, the vocabulary of everything that fails. */
const errorCodes: ReadonlySet<string> = new Set(
  (
    "canceled unknown invalid_argument deadline_exceeded not_found already_exists permission_denied " +
    "resource_exhausted failed_precondition aborted out_of_range unimplemented internal unavailable " +
    "data_loss unauthenticated"
  ).split(" "),
);

const retry: ValueCheck = (value) => {
  const expected =
    "`{attempts, backoff_ms, max_backoff_ms, non_retryable}` with whole numbers, attempts from 1, max_backoff_ms not below backoff_ms, and a list of error codes";
  if (!isObject(value)) return expected;
  const known = ["attempts", "backoff_ms", "max_backoff_ms", "non_retryable"];
  const unknown = Object.keys(value).filter((key) => !known.includes(key));
  const {
    attempts = 1,
    backoff_ms: backoff = 0,
    max_backoff_ms: most = Number.MAX_SAFE_INTEGER,
    non_retryable: codes = [],
  } = value;
  if (Array.isArray(codes) && !codes.every((code) => errorCodes.has(String(code)))) {
    return `a list of error codes in \`non_retryable\`, each one of ${[...errorCodes].join(", ")}`;
  }
  const isRight =
    Array.isArray(codes) &&
    whole(1)(attempts) === null &&
    whole(0)(backoff) === null &&
    whole(Number(backoff))(most) === null;
  return unknown.length === 0 && isRight ? null : expected;
};

const previous: ValueCheck = (value) =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every(
    (item) =>
      isObject(item) &&
      Object.keys(item).every((key) => ["version", "payload", "description"].includes(key)) &&
      whole(1)(item.version) === null &&
      isObject(item.payload),
  )
    ? null
    : "a list of `{version, payload}`, each with a whole number from 1 and a schema";

const batch: ValueCheck = (value) => {
  const isRight =
    isObject(value) &&
    Object.keys(value).every((key) => ["size", "wait_ms"].includes(key)) &&
    whole(2, 1000)(value.size) === null &&
    whole(0, 60_000)(value.wait_ms ?? 0) === null;
  return isRight
    ? null
    : "`{size, wait_ms}` with whole numbers, size from 2 to 1000, wait_ms from 0 to 60000";
};

const message = ["message", "messageTrait", "channel"];
const rest = ["operation", "pathItem", "channelOperation"];

/** Every extension there is. */
export const extensions: Readonly<Record<string, Extension>> = {
  "x-berrys-service": { on: null, check: text },
  "x-berrys-stability": { on: null, check: oneOf("alpha", "beta", "stable") },
  "x-berrys-kind": { on: message, check: oneOf("event", "command") },
  "x-berrys-key": { on: message, check: pointer },
  "x-berrys-partitions": { on: ["channel"], check: whole(1, 1024) },
  "x-berrys-packed": { on: ["channel"], check: flag },
  "x-berrys-batch": { on: ["channelOperation"], check: batch },
  "x-berrys-retry": { on: message, check: retry },
  "x-berrys-dead-letter": { on: message, check: oneOf("continue", "halt-key") },
  "x-berrys-version": { on: message, check: whole(1) },
  "x-berrys-previous": { on: ["message", "messageTrait"], check: previous },
  "x-berrys-encrypted": { on: message, check: flag },
  "x-berrys-sensitive": { on: ["schema"], check: flag },
  "x-berrys-envelope": { on: ["schema"], check: oneOf("event", "command", "response", "page") },
  "x-berrys-name": { on: ["schema"], check: text },
  "x-berrys-proto": {
    on: ["schema"],
    check: (value) =>
      text(value) === null || texts(value) === null ? null : "a text or a list of texts",
  },
  "x-berrys-proto-ignore": { on: ["schema"], check: texts },
  "x-berrys-retention": { on: ["channel"], check: whole(1) },
  "x-berrys-subscribers": { on: ["channel"], check: texts },
  "x-berrys-roles": { on: rest, check: texts },
  "x-berrys-timeout": { on: rest, check: whole(1) },
  "x-berrys-rate-limit": {
    on: [...rest, "root"],
    check: (value) => rateMistake(value)?.expected ?? null,
  },
  "x-berrys-cache": {
    on: [...rest, "root"],
    check: (value) => cacheMistake(value)?.expected ?? null,
  },
  "x-berrys-etag": {
    on: ["operation", "pathItem"],
    check: (value) =>
      value === "" || pointer(value) === null
        ? null
        : "a JSON pointer into the data, such as `/version`, or an empty text for all of it",
  },
  "x-berrys-idempotent": { on: rest, check: flag },
  "x-berrys-location": {
    on: rest,
    check: (value) =>
      typeof value === "string" && value.startsWith("/")
        ? null
        : "a path such as `/projects/{project_id}`",
  },
};
