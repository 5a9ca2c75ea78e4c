import type { Envelope } from "../envelope.ts";
import { isDateTime } from "../formats.ts";
import { fail, isObject } from "../validation.ts";
import type { Violation } from "../violation.ts";

/** What was read: an envelope whose `data` is still to be checked, or what is wrong. */
export type ParsedEnvelope =
  | { readonly kind: "envelope"; readonly envelope: Envelope }
  | { readonly kind: "invalid"; readonly violations: readonly Violation[] };

/** Reads an envelope; checks everything but `data`. Unknown members are tolerated. */
export function parseEnvelope(text: string): ParsedEnvelope {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: "invalid", violations: [brokenJson(text)] };
  }
  const violations: Violation[] = [];
  checkEnvelope(value, violations);
  return violations.length > 0
    ? { kind: "invalid", violations }
    : { kind: "envelope", envelope: value as Envelope };
}

function brokenJson(text: string): Violation {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return { pointer: "", keyword: "type", expected: "a JSON object", got: `text ${shown}` };
}

function checkEnvelope(value: unknown, violations: Violation[]): void {
  if (!isObject(value)) {
    fail(violations, "", "type", "an envelope object", value);
    return;
  }
  for (const name of ["id", "type", "source", "timestamp", "correlation_id"]) {
    const text = value[name];
    if (typeof text !== "string" || text === "") {
      fail(violations, `/${name}`, "type", "string of at least 1 character", text);
    }
  }
  if (typeof value.timestamp === "string" && !isDateTime(value.timestamp)) {
    fail(violations, "/timestamp", "format", "date-time", value.timestamp);
  }
  if (value.data === undefined) fail(violations, "/data", "required", "data", undefined);
  const { metadata } = value;
  if (metadata === undefined) return;
  if (!isObject(metadata)) {
    fail(violations, "/metadata", "type", "object", metadata);
    return;
  }
  for (const name of ["causation_id", "traceparent", "key", "reply_to", "in_reply_to"]) {
    const text = metadata[name];
    if (text !== undefined && typeof text !== "string") {
      fail(violations, `/metadata/${name}`, "type", "string", text);
    }
  }
  for (const name of ["version", "ttl"]) {
    const number = metadata[name];
    if (number !== undefined && (!Number.isInteger(number) || Number(number) < 1)) {
      fail(violations, `/metadata/${name}`, "type", "integer of at least 1", number);
    }
  }
  const { encrypted } = metadata;
  const isList = Array.isArray(encrypted) && encrypted.every((place) => typeof place === "string");
  if (encrypted !== undefined && !isList) {
    fail(violations, "/metadata/encrypted", "type", "array of pointers", encrypted);
  }
}
