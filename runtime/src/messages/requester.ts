import type { Request } from "../context.ts";
import type { MessageDefinition } from "../definitions.ts";
import { BerrysError } from "../errors.ts";
import type { ReplyChannel } from "../transports/transport.ts";
import { violationsOf } from "../violation.ts";
import { parseControl, sendControl } from "./cancellation.ts";
import { Undecryptable } from "./jwe.ts";
import type { KeyRing } from "./key-ring.ts";
import { maskViolations } from "./mask.ts";
import { type PublisherOptions, prepare } from "./publisher.ts";
import { parseReply, type ReceivedReply } from "./reply.ts";
import { openEnvelope } from "./seal.ts";

export interface RequesterOptions extends PublisherOptions {
  readonly replies: ReplyChannel;
}

/** Sends commands and waits for their replies. */
export interface Requester {
  /** The typed request of one command. */
  request<Data, Reply>(definition: MessageDefinition<Data, Reply>): Request<Data, Reply>;
  /** Rejects everything that still waits. */
  close(): void;
}

const defaultTimeoutMs = 30_000;

type Content = ReceivedReply["content"];

interface Waiting {
  settle(content: Content): void;
}

/**
 * One requester a service. A request that nobody could start within its timeout is not started later
 * (`metadata.ttl`), unless `ttl` says otherwise. A receiver that is at a request when its caller calls it off is told.
 * A reply that comes after its caller gave up is dropped.
 */
export function createRequester(options: RequesterOptions): Requester {
  const waiting = new Map<string, Waiting>();
  const calledOff = createCalledOff(options.replies);
  options.replies.onReply((body) => {
    const control = parseControl(body);
    if (control?.control === "started") calledOff.onStarted(control.request, control.address);
    if (control !== null) return;
    const reply = parseReply(body);
    if (reply !== null) waiting.get(reply.inReplyTo)?.settle(reply.content);
  });

  return {
    request:
      <Data, Reply>(definition: MessageDefinition<Data, Reply>): Request<Data, Reply> =>
      async (data, requestOptions = {}) => {
        const { timeoutMs = defaultTimeoutMs, signal, ...publishOptions } = requestOptions;
        checkTimeout(definition.type, timeoutMs);
        const { envelope, message } = prepare(
          definition,
          data,
          {
            ttl: timeoutMs,
            ...publishOptions,
            replyTo: options.replies.address,
            cancelable: signal !== undefined,
          },
          options,
        );
        const { id } = envelope;
        // What was called off before it was sent is not sent.
        if (signal?.aborted) throw canceled(definition.type);
        const reply = waitFor(waiting, id, definition.type, timeoutMs, signal, () =>
          calledOff.add(id, timeoutMs),
        );
        if (signal !== undefined) calledOff.watch(id);
        // It may be called off while the message is still on its way, before anybody awaits it.
        reply.catch(() => undefined);
        try {
          await options.deliver([message]);
          options.onDelivered?.(envelope, definition);
        } catch (error) {
          waiting.get(id)?.settle({ kind: "error", error: asBerrysError(error) });
        }
        try {
          return checked(definition, await reply, options.keys ?? null);
        } finally {
          calledOff.unwatch(id);
        }
      },
    close: () => {
      const error = new BerrysError("canceled", "The requesting service is stopping");
      for (const { settle } of waiting.values()) settle({ kind: "error", error });
      calledOff.close();
    },
  };
}

/** Knows who is at which request, and tells them once it is called off. */
interface CalledOff {
  /** Remembers who starts the request, until `unwatch`. */
  watch(id: string): void;
  unwatch(id: string): void;
  onStarted(id: string, address: string): void;
  /** Tells the receiver, now or, for as long as it may still start, when it starts. */
  add(id: string, forMs: number): void;
  close(): void;
}

function createCalledOff(replies: ReplyChannel): CalledOff {
  const receivers = new Map<string, string | null>();
  const pending = new Map<string, NodeJS.Timeout>();
  return {
    watch: (id) => {
      receivers.set(id, null);
    },
    unwatch: (id) => {
      receivers.delete(id);
    },
    onStarted: (id, address) => {
      if (pending.has(id)) sendControl(replies, address, { control: "cancel", request: id });
      else if (receivers.has(id)) receivers.set(id, address);
    },
    add: (id, forMs) => {
      const address = receivers.get(id);
      if (address != null) sendControl(replies, address, { control: "cancel", request: id });
      // Another attempt may start after this one.
      const forget = setTimeout(() => pending.delete(id), forMs);
      forget.unref();
      pending.set(id, forget);
    },
    close: () => {
      for (const timer of pending.values()) clearTimeout(timer);
      pending.clear();
    },
  };
}

function waitFor(
  waiting: Map<string, Waiting>,
  id: string,
  type: string,
  timeoutMs: number,
  signal: AbortSignal | undefined,
  onCancel: () => void,
): Promise<Content & { readonly kind: "data" }> {
  return new Promise((resolve, reject) => {
    const cancel = (): void => {
      onCancel();
      settle({ kind: "error", error: canceled(type) });
    };
    const timer = setTimeout(
      () => settle({ kind: "error", error: late(type, timeoutMs) }),
      timeoutMs,
    );
    const settle = (content: Content): void => {
      if (!waiting.delete(id)) return;
      clearTimeout(timer);
      signal?.removeEventListener("abort", cancel);
      if (content.kind === "data") resolve(content);
      else reject(content.error);
    };
    waiting.set(id, { settle });
    signal?.addEventListener("abort", cancel, { once: true });
  });
}

function checked<Reply>(
  { type, checkReply, sensitiveReply = [] }: MessageDefinition<unknown, Reply>,
  { envelope }: Content & { readonly kind: "data" },
  keys: KeyRing | null,
): Reply {
  const data = opened(type, envelope, keys);
  const violations = checkReply === null ? [] : violationsOf(checkReply, data);
  if (violations.length > 0) {
    throw new BerrysError("internal", `The reply to \`${type}\` breaks its contract`, {
      details: { violations: maskViolations(violations, sensitiveReply) },
    });
  }
  return data as Reply;
}

function opened(
  type: string,
  envelope: Parameters<typeof openEnvelope>[0],
  keys: KeyRing | null,
): unknown {
  try {
    return openEnvelope(envelope, keys).data;
  } catch (error) {
    if (!(error instanceof Undecryptable)) throw error;
    throw new BerrysError("internal", `The reply to \`${type}\` cannot be read: ${error.message}`);
  }
}

/** Timers of JavaScript end at once beyond this. */
const maxTimeoutMs = 2 ** 31 - 1;

function checkTimeout(type: string, timeoutMs: number): void {
  if (Number.isSafeInteger(timeoutMs) && timeoutMs >= 1 && timeoutMs <= maxTimeoutMs) return;
  throw new BerrysError(
    "invalid_argument",
    `\`${type}\` is not sent: \`timeoutMs\` is ${String(timeoutMs)}, expected whole milliseconds from 1 to ${maxTimeoutMs}.`,
  );
}

function late(type: string, timeoutMs: number): BerrysError {
  return new BerrysError("deadline_exceeded", `No reply to \`${type}\` within ${timeoutMs} ms`);
}

function canceled(type: string): BerrysError {
  return new BerrysError("canceled", `The request \`${type}\` was canceled`);
}

function asBerrysError(error: unknown): BerrysError {
  return error instanceof BerrysError
    ? error
    : new BerrysError("unavailable", "The request could not be sent", { cause: error });
}
