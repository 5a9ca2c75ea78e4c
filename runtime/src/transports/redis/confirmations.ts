import type { RedisConnection } from "./connection.ts";
import type { DataLoss } from "./data-loss.ts";
import type { PublishKeys } from "./keys.ts";

/** One confirmed batch. */
export interface Confirmation {
  readonly keys: PublishKeys;
  /** Number of the batch among those of this publisher to this stream. */
  readonly number: number;
  readonly messages: number;
  /** Number of the last batch that Redis knew of before. */
  readonly before: number;
}

/** Notices when Redis no longer has what it confirmed. */
export interface Confirmations {
  add(confirmation: Confirmation): void;
  close(): void;
}

interface Remembered {
  readonly number: number;
  readonly messages: number;
  readonly at: number;
}

interface Place {
  readonly keys: PublishKeys;
  /** Of the last minute, in order. */
  batches: Remembered[];
}

/** How long a batch is held against what Redis knows; an asynchronous replica is far less behind. */
const rememberMs = 60_000;
const maxRemembered = 1024;
const checkMs = 1000;

/**
 * The number of a publisher's last batch is written with the batch itself, so it tells exactly what is there: every
 * publish shows it, and after a new connection it is asked for.
 */
export function createConfirmations(
  connection: RedisConnection,
  onLoss: (loss: DataLoss) => void,
): Confirmations {
  const places = new Map<string, Place>();
  let checked = connection.generation;

  const judge = (place: Place, known: number, upTo: number): void => {
    const lost = place.batches.filter(({ number }) => known < number && number <= upTo);
    if (lost.length === 0) return;
    place.batches = place.batches.filter((batch) => !lost.includes(batch));
    const messages = lost.reduce((sum, batch) => sum + batch.messages, 0);
    onLoss({ kind: "published", stream: place.keys.target, messages });
  };
  const forgetOld = (place: Place): void => {
    const oldest = performance.now() - rememberMs;
    if ((place.batches[0]?.at ?? oldest) >= oldest && place.batches.length < maxRemembered) return;
    place.batches = place.batches.slice(-maxRemembered / 2).filter(({ at }) => at >= oldest);
  };

  const check = async (): Promise<void> => {
    const { generation } = connection;
    if (generation === checked) return;
    for (const place of places.values()) {
      forgetOld(place);
      const last = place.batches.at(-1);
      if (last === undefined) continue;
      const known = await connection.send(place.keys.sequence, "GET", place.keys.sequence);
      judge(place, Number(known ?? 0), last.number);
    }
    checked = generation;
  };
  const timer = setInterval(() => {
    // A server that does not answer is asked again.
    check().catch(() => {});
  }, checkMs);
  timer.unref();

  return {
    add: ({ keys, number, messages, before }) => {
      const known = places.get(keys.sequence);
      const place: Place = known ?? { keys, batches: [] };
      if (known === undefined) places.set(keys.sequence, place);
      const last = place.batches.at(-1);
      if (last !== undefined && before < last.number) {
        forgetOld(place);
        judge(place, before, number - 1);
      }
      place.batches.push({ number, messages, at: performance.now() });
      if (place.batches.length >= maxRemembered) forgetOld(place);
    },
    close: () => clearInterval(timer),
  };
}
