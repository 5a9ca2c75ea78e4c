import { v7 as uuidv7 } from "uuid";
import type { Envelope } from "../envelope.ts";
import { BerrysError, type ErrorCode, errorTraits } from "../errors.ts";
import { isObject } from "../validation.ts";
import { timestamp } from "./clock.ts";
import type { KeyRing } from "./key-ring.ts";
import { codeOf } from "./retry.ts";
import { sealEnvelope } from "./seal.ts";

/** What a reply carries: the callee's answer, or its error. */
export type ReplyContent =
  | { readonly kind: "data"; readonly data: unknown }
  | { readonly kind: "error"; readonly error: unknown };

/** A reply that arrived. */
export interface ReceivedReply {
  /** Id of the request. */
  readonly inReplyTo: string;
  readonly content:
    | { readonly kind: "data"; readonly envelope: Envelope }
    | { readonly kind: "error"; readonly error: BerrysError };
}

/** Who replies, and what of the reply is encrypted. */
export interface ReplySettings {
  /** Id of the replying service. */
  readonly source: string;
  /** Sensitive places of the reply's data. */
  readonly sensitive: readonly string[];
  readonly keys: KeyRing | null;
}

/** The reply to a request: an envelope of type `<request type>_reply`, with `error` beside `data` where it failed. */
export function createReply(
  request: Envelope,
  content: ReplyContent,
  { source, sensitive, keys }: ReplySettings,
): string {
  const envelope = {
    id: uuidv7(),
    type: `${request.type}_reply`,
    source,
    timestamp: timestamp(),
    correlation_id: request.correlation_id,
    data: content.kind === "data" ? (content.data ?? null) : null,
    ...(content.kind === "error" ? { error: wireError(content.error) } : null),
    metadata: { causation_id: request.id, in_reply_to: request.id },
  };
  return JSON.stringify(
    content.kind === "data" ? sealEnvelope(envelope, sensitive, keys) : envelope,
  );
}

/** Reads a reply; null where the text is none. */
export function parseReply(text: string): ReceivedReply | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(value) || !isObject(value.metadata)) return null;
  const inReplyTo = value.metadata.in_reply_to;
  if (typeof inReplyTo !== "string") return null;
  const content = isObject(value.error)
    ? ({ kind: "error", error: errorOf(value.error) } as const)
    : ({ kind: "data", envelope: value as unknown as Envelope } as const);
  return { inReplyTo, content };
}

/** Only code, message and details cross the wire, and of an unknown error not even its message. */
function wireError(error: unknown): object {
  if (!(error instanceof BerrysError)) {
    return { code: codeOf(error), message: "The receiver failed" };
  }
  const { code, message, details } = error;
  return { code, message, ...(Object.keys(details).length === 0 ? null : { details }) };
}

function errorOf(error: Readonly<Record<string, unknown>>): BerrysError {
  const code = isErrorCode(error.code) ? error.code : "unknown";
  const message = typeof error.message === "string" ? error.message : "The receiver failed";
  return new BerrysError(code, message, isObject(error.details) ? { details: error.details } : {});
}

function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === "string" && Object.hasOwn(errorTraits, code);
}
