import { closeSync, createReadStream, openSync, writeSync } from "node:fs";
import { createInterface } from "node:readline";

/** Which message a line is about: the `n`-th of its key. */
export interface MessageName {
  readonly key: string;
  /** Counts from 0 within the key, in the order in which it was published. */
  readonly n: number;
}

/** What a process saw or did. */
export type HistoryEvent =
  /** It is about to publish; without a `publish-ok` the message may be in Redis or not. */
  | ({ readonly step: "publish" } & MessageName)
  | ({ readonly step: "publish-ok" } & MessageName)
  | ({ readonly step: "publish-failed"; readonly error: string } & MessageName)
  | ({ readonly step: "deliver"; readonly group: string; readonly attempt: number } & MessageName)
  /** The effect is there; where a database keeps effects, its table has the last word. */
  | ({ readonly step: "effect"; readonly group: string } & MessageName)
  /** The inbox knew the message, so there was no second effect. */
  | ({ readonly step: "duplicate"; readonly group: string } & MessageName)
  /** What the consumer told the transport; the process may end before that is written. */
  | ({
      readonly step: "ack" | "retry" | "dead-letter";
      readonly group: string;
      readonly attempt: number;
    } & MessageName)
  /** An operator sent a dead letter once more. */
  | ({ readonly step: "replay"; readonly group: string } & MessageName)
  | { readonly step: "fault" | "restore"; readonly kind: string }
  | { readonly step: "recovered"; readonly ms: number; readonly kind: string }
  | { readonly step: "warning"; readonly text: string }
  /** Something that must never happen: an unhandled rejection, an uncaught exception, an exit code. */
  | { readonly step: "unexpected"; readonly text: string }
  | { readonly step: "heap"; readonly role: string; readonly bytes: number }
  | { readonly step: "backlog"; readonly pending: number; readonly length: number };

/** One line of the history. */
export type HistoryLine = HistoryEvent & {
  /** Microseconds of the machine's monotonic clock, the same for all processes. */
  readonly at: number;
  readonly pid: number;
};

/** Where a process writes what it sees. */
export interface History {
  readonly file: string;
  /** On return the line survives a SIGKILL of this process. */
  write(event: HistoryEvent): void;
  close(): void;
}

/** Opens a history for appending; all processes of a run share one file, whose order is that of the events. */
export function openHistory(file: string): History {
  const descriptor = openSync(file, "a");
  return {
    file,
    write: (event) => {
      const at = Number(process.hrtime.bigint() / 1000n);
      writeSync(descriptor, `${JSON.stringify({ ...event, at, pid: process.pid })}\n`);
    },
    close: () => closeSync(descriptor),
  };
}

/**
 * A line as it was written. SIGKILL can end a process in the middle of one: what another process appended behind the
 * piece counts, and the piece does not. Null: nothing but a piece.
 */
export function parseLine(text: string): HistoryLine | null {
  const start = text.lastIndexOf('{"step":');
  try {
    return JSON.parse(text.slice(Math.max(0, start))) as HistoryLine;
  } catch {
    return null;
  }
}

/** All lines of a history, first to last. */
export async function* readHistory(file: string): AsyncGenerator<HistoryLine> {
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const parsed = parseLine(line);
    if (parsed !== null) yield parsed;
  }
}

/** The id of a message: what dedupe window and inbox know it by. */
export function idOf({ key, n }: MessageName): string {
  return `${key}:${n}`;
}

/** The message that {@link idOf} named; null: the id is of another kind. */
export function nameOf(id: string): MessageName | null {
  const end = id.lastIndexOf(":");
  const n = Number(id.slice(end + 1));
  return end > 0 && Number.isInteger(n) ? { key: id.slice(0, end), n } : null;
}
