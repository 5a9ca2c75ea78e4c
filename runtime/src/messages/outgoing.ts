import type { MessageDefinition } from "../definitions.ts";
import type { Envelope } from "../envelope.ts";
import { BerrysError } from "../errors.ts";
import type { OutgoingMessage } from "../transports/transport.ts";
import type { KeyRing } from "./key-ring.ts";
import { sealEnvelope } from "./seal.ts";

/** Largest envelope, in bytes of JSON, unless a process says otherwise. */
export const defaultMaxMessageBytes = 1024 * 1024;

export interface OutgoingOptions {
  /** Encrypt what the contract calls sensitive; null or absent: a message that holds such data is refused. */
  readonly keys?: KeyRing | null;
  /** Largest envelope in bytes of JSON; default 1 MiB. */
  readonly maxBytes?: number;
  /** Epoch milliseconds before which it is not delivered; null or absent: at once. */
  readonly deliverAt?: number | null;
  /** The caller chose the id, and may send it again. */
  readonly mayRepeat?: boolean;
}

/**
 * An envelope ready for a transport or an outbox: sealed and serialised. Throws `failed_precondition` where it needs keys
 * and has none, `invalid_argument` where it is too large or no JSON.
 */
export function outgoingMessage(
  definition: MessageDefinition,
  envelope: Envelope,
  options: OutgoingOptions = {},
): OutgoingMessage {
  const { keys = null, maxBytes = defaultMaxMessageBytes, deliverAt = null, mayRepeat } = options;
  const { kind, channel, partitions, type, packed } = definition;
  const body = serialized(definition, envelope, keys);
  assertSize(type, body, maxBytes);
  const message: Writable = {
    id: envelope.id,
    kind,
    channel,
    partitions,
    key: envelope.metadata?.key ?? null,
    body,
  };
  const priority = envelope.metadata?.priority;
  if (deliverAt !== null) message.deliverAt = deliverAt;
  if (packed === true) message.packed = true;
  if (mayRepeat === true) message.mayRepeat = true;
  if (priority !== undefined && priority !== "normal") message.priority = priority;
  return message;
}

type Writable = { -readonly [Name in keyof OutgoingMessage]: OutgoingMessage[Name] };

function serialized(
  { type, sensitive }: MessageDefinition,
  envelope: Envelope,
  keys: KeyRing | null,
): string {
  try {
    return JSON.stringify(sealEnvelope(envelope, sensitive, keys));
  } catch (error) {
    // What JSON.stringify throws at circles and bigints.
    if (!(error instanceof TypeError)) throw error;
    const [reason = ""] = error.message.split("\n", 1);
    throw new BerrysError(
      "invalid_argument",
      `\`${type}\` is not sent: its data is no JSON: ${reason}.`,
    );
  }
}

function assertSize(type: string, body: string, maxBytes: number): void {
  // A UTF-16 unit becomes at most three bytes, so that most texts need no counting.
  if (body.length * 3 <= maxBytes) return;
  const bytes = Buffer.byteLength(body);
  if (bytes <= maxBytes) return;
  throw new BerrysError(
    "invalid_argument",
    `\`${type}\` has ${bytes} bytes, but a message may have ${maxBytes} at most; keep large data elsewhere and send where it is.`,
    { details: { bytes, limit: maxBytes } },
  );
}
