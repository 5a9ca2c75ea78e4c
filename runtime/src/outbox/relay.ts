import { v7 as uuidv7 } from "uuid";
import type { SqlClient } from "../database/sql-client.ts";
import { BerrysError, errorTraits } from "../errors.ts";
import type { OutgoingMessage } from "../transports/transport.ts";
import { cleanInbox } from "./inbox.ts";
import { readOutbox, refuseInOutbox, removeFromOutbox, type StoredMessage } from "./outbox.ts";
import { createRelayLease } from "./relay-lease.ts";

export interface RelayOptions {
  readonly sql: SqlClient;
  readonly schema: string;
  readonly publish: (messages: readonly OutgoingMessage[]) => Promise<void>;
  /** Milliseconds between looks for what a crash left behind; default 2,000. */
  readonly sweepMs?: number;
  /**
   * Milliseconds after which another instance takes over from one that vanished in mid-run; default 4,000. Of two that
   * send at the same time because one was slow, the transport drops what the second sends again.
   */
  readonly leaseMs?: number;
  /** Called at the first look and about once an hour while nothing waits, to forget what is too old. */
  readonly onClean?: () => Promise<void>;
  /** Told about everything that went wrong; the relay goes on. */
  readonly onError?: (error: unknown) => void;
}

/** Carries messages from the outbox to the transport, in order, at least once; a resend keeps its message id. */
export interface Relay {
  /** Call it after a commit: the relay starts at once. */
  notify(): void;
  /** Sends what waits, then ends. What cannot be sent within `graceMs` stays in the outbox. */
  stop(graceMs: number): Promise<void>;
}

const batchSize = 200;
const contendedMs = 50;
const maxBackoffMs = 5000;
const cleanMs = 3_600_000;

/** One relay a service; of several instances one relays at a time. */
export function createRelay(options: RelayOptions): Relay {
  const { sql, schema, sweepMs = 2000, leaseMs = 4000 } = options;
  const lease = createRelayLease(sql, schema, uuidv7(), leaseMs);
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let failures = 0;
  let timer: NodeJS.Timeout | null = null;
  let cleanedAt = Number.NEGATIVE_INFINITY;

  const wakeIn = (ms: number): void => {
    if (timer !== null) clearTimeout(timer);
    timer = stopped ? null : setTimeout(notify, ms);
  };

  const notify = (): void => {
    again = true;
    running ??= run().finally(() => {
      running = null;
    });
  };

  /** One turn after another until nothing waits, nobody notifies, or something fails. */
  const run = async (): Promise<void> => {
    try {
      let contended = false;
      while (again && !contended) {
        again = false;
        contended = !(await drain());
      }
      failures = 0;
      wakeIn(contended ? contendedMs : sweepMs);
    } catch (error) {
      options.onError?.(error);
      failures++;
      wakeIn(Math.min(maxBackoffMs, 100 * 2 ** failures));
    }
  };

  /** Sends all that waits; false: another instance is at it. */
  const drain = async (): Promise<boolean> => {
    let batch = await readOutbox(sql, schema, 1);
    if (batch.length === 0) {
      await clean();
      return true;
    }
    while (await lease.take()) {
      batch = await readOutbox(sql, schema, batchSize);
      if (batch.length === 0) {
        await lease.release();
        return true;
      }
      await send(batch);
    }
    return false;
  };

  const send = async (batch: readonly StoredMessage[]): Promise<void> => {
    try {
      await options.publish(batch.map(({ message }) => ({ ...message, mayRepeat: true })));
    } catch (error) {
      if (!isFinal(error)) throw error;
      const [first, ...others] = batch;
      if (first !== undefined && others.length === 0) {
        options.onError?.(error);
        await refuseInOutbox(sql, schema, first, String(error));
        return;
      }
      // One of them is refused for good: alone, it shows itself. The transport drops what it has already.
      for (const stored of batch) await send([stored]);
      return;
    }
    await removeFromOutbox(sql, schema, batch);
  };

  const clean = async (): Promise<void> => {
    if (performance.now() - cleanedAt < cleanMs) return;
    cleanedAt = performance.now();
    await cleanInbox(sql, schema);
    await options.onClean?.();
  };

  notify();
  return {
    notify,
    stop: async (graceMs) => {
      const end = performance.now() + graceMs;
      notify();
      while (running !== null && performance.now() < end) {
        let late: NodeJS.Timeout | undefined;
        const grace = new Promise<void>((resolve) => {
          late = setTimeout(resolve, end - performance.now());
        });
        await Promise.race([running, grace]);
        clearTimeout(late);
      }
      stopped = true;
      again = false;
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** Whether sending the same again can never succeed. */
function isFinal(error: unknown): boolean {
  return error instanceof BerrysError && !errorTraits[error.code].retryable;
}
