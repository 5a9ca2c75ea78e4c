import { type JournalRecord, writeRecord } from "./record.ts";

/** Where records are kept; both transports have one. */
export interface JournalWriter {
  /**
   * Appends lines of `writeRecord`, each with its end. The oldest go so that `maxBytes` are kept. Rejects where they
   * could not be written.
   */
  append(lines: string, maxBytes: number): Promise<void>;
}

/** A transport that keeps a journal. */
export interface Journaled {
  readonly journal: JournalWriter;
}

/** Finds what happened to a message, or to all that belong to one request. */
export interface JournalReader {
  /** Records of a message, correlation, causation or trace id, oldest first; `limit` at the most. */
  find(id: string, limit: number): Promise<readonly JournalRecord[]>;
}

export interface JournalOptions {
  /** Bytes of records that are kept for all processes together. */
  readonly maxBytes: number;
  /** Told, at most once a minute, how many records could not be kept since it was told last. */
  readonly onDropped?: (count: number) => void;
}

/** What happens to messages, for `berrys trace`. It slows no message down and fails none. */
export interface Journal {
  add(record: JournalRecord): void;
  /** Writes what waits; resolves when that is over, well or not. */
  close(): Promise<void>;
}

/** A page is written when it is full, or old. */
const pageRecords = 128;
const pageMs = 250;
/** Records that wait while the store does not answer. */
const maxWaiting = 4096;
const tellMs = 60_000;

/** No records at all. */
export const noJournal: Journal = { add: () => {}, close: async () => {} };

/**
 * Collects records and writes them page by page, one page at a time. What does not fit while the store is slow, and a
 * page that cannot be written, is dropped and counted: the journal tells what happened, it does not decide it.
 */
export function createJournal(store: JournalWriter, options: JournalOptions): Journal {
  const { maxBytes, onDropped } = options;
  let waiting: JournalRecord[] = [];
  let writing: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let dropped = 0;
  let closing = false;
  let toldAt = Number.NEGATIVE_INFINITY;

  const drop = (count: number): void => {
    if (count === 0) return;
    dropped += count;
    if (performance.now() - toldAt < tellMs) return;
    toldAt = performance.now();
    onDropped?.(dropped);
    dropped = 0;
  };
  const write = async (): Promise<void> => {
    while (waiting.length > 0) {
      const page = waiting.slice(0, pageRecords);
      waiting = waiting.slice(pageRecords);
      const lines = page.map((record) => `${writeRecord(record)}\n`).join("");
      await store.append(lines, maxBytes).catch(() => {
        drop(page.length);
        // Nobody waits for a store that is gone.
        if (closing) drop(waiting.splice(0).length);
      });
    }
  };
  const flush = (): Promise<void> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    writing ??= write().finally(() => {
      writing = null;
    });
    return writing;
  };

  return {
    add: (record) => {
      if (waiting.length >= maxWaiting) {
        drop(1);
        return;
      }
      waiting.push(record);
      if (waiting.length >= pageRecords) void flush();
      else timer ??= setTimeout(() => void flush(), pageMs).unref();
    },
    close: async () => {
      closing = true;
      await flush();
      // What came while the last page was under way.
      await flush();
    },
  };
}
