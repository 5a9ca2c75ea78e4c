import type { Request } from "../context.ts";
import type { MessageDefinition } from "../definitions.ts";
import { BerrysError } from "../errors.ts";
import type { ReplyChannel } from "../transports/transport.ts";
import { violationsOf } from "../violation.ts";
import { createEnvelope, outgoingMessage } from "./create-envelope.ts";
import type { PublisherOptions } from "./publisher.ts";
import { parseReply, type ReceivedReply } from "./reply.ts";

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

interface Waiting {
  settle(content: ReceivedReply["content"]): void;
}

/**
 * One requester a service. A request that nobody could start within its timeout is not started later
 * (`metadata.ttl`), unless `ttl` says otherwise.
 */
export function createRequester(options: RequesterOptions): Requester {
  const waiting = new Map<string, Waiting>();
  options.replies.onReply((body) => {
    const reply = parseReply(body);
    if (reply !== null) waiting.get(reply.inReplyTo)?.settle(reply.content);
  });

  return {
    request:
      <Data, Reply>(definition: MessageDefinition<Data, Reply>): Request<Data, Reply> =>
      async (data, requestOptions = {}) => {
        const { timeoutMs = defaultTimeoutMs, signal, ...publishOptions } = requestOptions;
        const envelope = createEnvelope(definition, data, {
          ttl: timeoutMs,
          ...publishOptions,
          source: options.source,
          replyTo: options.replies.address,
        });
        const reply = waitFor(waiting, envelope.id, definition.type, timeoutMs, signal);
        // It may be called off while the message is still on its way, before anybody awaits it.
        reply.catch(() => undefined);
        try {
          await options.deliver([outgoingMessage(definition, envelope)]);
          options.onDelivered?.(envelope, definition);
        } catch (error) {
          waiting.get(envelope.id)?.settle({ kind: "error", error: asBerrysError(error) });
        }
        return checked(definition, await reply);
      },
    close: () => {
      const error = new BerrysError("canceled", "The requesting service is stopping");
      for (const { settle } of waiting.values()) settle({ kind: "error", error });
    },
  };
}

function waitFor(
  waiting: Map<string, Waiting>,
  id: string,
  type: string,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const cancel = (): void => settle({ kind: "error", error: canceled(type) });
    const timer = setTimeout(
      () => settle({ kind: "error", error: late(type, timeoutMs) }),
      timeoutMs,
    );
    const settle = (content: ReceivedReply["content"]): void => {
      if (!waiting.delete(id)) return;
      clearTimeout(timer);
      signal?.removeEventListener("abort", cancel);
      if (content.kind === "data") resolve(content.data);
      else reject(content.error);
    };
    waiting.set(id, { settle });
    if (signal?.aborted) cancel();
    else signal?.addEventListener("abort", cancel, { once: true });
  });
}

function checked<Reply>(definition: MessageDefinition<unknown, Reply>, data: unknown): Reply {
  const violations =
    definition.checkReply === null ? [] : violationsOf(definition.checkReply, data);
  if (violations.length > 0) {
    throw new BerrysError("internal", `The reply to \`${definition.type}\` breaks its contract`, {
      details: { violations },
    });
  }
  return data as Reply;
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
