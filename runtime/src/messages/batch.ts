import type { runWithCorrelation } from "../correlation.ts";
import type { BatchDefinition } from "../definitions.ts";
import type { Envelope } from "../envelope.ts";
import { correlationOfAll } from "./cause.ts";
import { createCollector } from "./collector.ts";
import type { BatchDeliveryHandler } from "./consumer.ts";

export interface BatcherOptions {
  readonly batch: BatchDefinition;
  readonly handler: BatchDeliveryHandler;
  readonly enter: typeof runWithCorrelation;
}

/**
 * Handles messages together: what partitions hand out at the same time, and so at most one message of a key. Where a
 * batch fails, each of its messages is handled in a call of its own: one that cannot be handled must not fail the others,
 * and only its own failures count as attempts.
 */
export interface Batcher {
  /** Resolves once the message is handled; rejects with why it could not be, also alone. `alone`: not with others. */
  handle(envelope: Envelope, signal: AbortSignal, alone: boolean): Promise<void>;
  /** Waits for no more messages. */
  close(): void;
}

interface Waiting {
  readonly envelope: Envelope;
  readonly signal: AbortSignal;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export function createBatcher({ batch, handler, enter }: BatcherOptions): Batcher {
  const call = async (waiting: readonly Waiting[]): Promise<void> => {
    // Of two deliveries of a message without a key one is enough.
    const byId = new Map(waiting.map(({ envelope }) => [envelope.id, envelope]));
    const envelopes = [...byId.values()];
    const signals = new Set(waiting.map(({ signal }) => signal));
    const signal = AbortSignal.any([...signals]);
    await enter(correlationOfAll(envelopes), () => handler(envelopes, { signal }));
  };
  const handleAlone = (one: Waiting): Promise<void> => call([one]).then(one.resolve, one.reject);
  const handleTogether = async (waiting: readonly Waiting[]): Promise<void> => {
    const [first] = waiting;
    if (first !== undefined && waiting.length === 1) return handleAlone(first);
    try {
      await call(waiting);
    } catch {
      // One after the other, as they came; why each fails is told by its own call.
      for (const one of waiting) await handleAlone(one);
      return;
    }
    for (const { resolve } of waiting) resolve();
  };
  const collector = createCollector<Waiting>(batch, (waiting) => void handleTogether(waiting));
  return {
    handle: (envelope, signal, alone) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const one = { envelope, signal, resolve, reject };
      if (alone) void handleAlone(one);
      else collector.add(one);
      return promise;
    },
    close: collector.close,
  };
}
