import { AsyncLocalStorage } from "node:async_hooks";
import { BerrysError } from "../errors.ts";
import type { Scope } from "../host/scope.ts";
import { type Problem, problemOf } from "./problem.ts";

export interface StreamOptions {
  readonly correlationId: string;
  readonly scope: Scope;
  /** Called with every event's JSON before it goes out; throws to end the stream. */
  readonly check: (json: string) => void;
  /** Called once with what ended the stream, if it was no ordinary end; returns what the client may know. */
  readonly onError: (error: unknown) => BerrysError;
  readonly onEnd: () => void;
}

/** Comments keep proxies and clients from taking a quiet stream for a dead one. */
const heartbeatMs = 15_000;
/** A failure before the first item within this time is still an ordinary problem response. */
const patienceMs = 500;

/** Server-sent events, one `data` per item. An error becomes an event named `error` with a problem, and the end. */
export async function streamResponse(
  items: AsyncIterable<unknown>,
  status: number,
  options: StreamOptions,
): Promise<Response> {
  const iterator = items[Symbol.asyncIterator]();
  const first = iterator.next();
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  await Promise.race([options.scope.race(first), patience]).finally(() => clearTimeout(timer));
  return new Response(bodyOf(iterator, first, options), {
    status,
    headers: {
      "content-type": "text/event-stream",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
      "x-correlation-id": options.correlationId,
    },
  });
}

function bodyOf(
  iterator: AsyncIterator<unknown>,
  first: Promise<IteratorResult<unknown>>,
  options: StreamOptions,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  // Whoever reads the response is outside the request; the handler's code must not notice.
  const inside = AsyncLocalStorage.snapshot();
  let pending: Promise<IteratorResult<unknown>> | null = first;
  let heartbeat: NodeJS.Timeout | undefined;
  const finish = (): void => {
    clearInterval(heartbeat);
    options.onEnd();
  };
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      heartbeat = setInterval(() => controller.enqueue(encoder.encode(":\n\n")), heartbeatMs);
    },
    pull: async (controller) => {
      try {
        const next = await options.scope.race(pending ?? inside(() => iterator.next()));
        pending = null;
        if (next.done === true) {
          finish();
          controller.close();
          return;
        }
        const json = JSON.stringify(next.value);
        options.check(json);
        controller.enqueue(encoder.encode(`data: ${json}\n\n`));
      } catch (error) {
        finish();
        // Not awaited: an iterator that hangs in its own `next` would never settle this.
        iterator.return?.()?.catch(() => undefined);
        const problem: Problem = problemOf(options.onError(error), options.correlationId);
        controller.enqueue(encoder.encode(`event: error\ndata: ${JSON.stringify(problem)}\n\n`));
        controller.close();
      }
    },
    cancel: () => {
      options.scope.abort(new BerrysError("canceled", "The client went away."));
      finish();
      iterator.return?.()?.catch(() => undefined);
    },
  });
}
