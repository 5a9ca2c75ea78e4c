import { type QueueOptions, withQueues } from "../platform/open-queues.ts";
import type { JournalRecord } from "../platform/queue-runtime.ts";
import { printTable, shorten } from "../platform/show-letters.ts";
import type { Terminal } from "../terminal/terminal.ts";

export type TraceOptions = QueueOptions & {
  /** Records at the most. */
  readonly limit: number;
};

/** `berrys trace <id>`: every hop that the journal knows of an id, oldest first; 1 where it knows none. */
export function trace(terminal: Terminal, id: string, options: TraceOptions): Promise<number> {
  return withQueues(terminal, options, async ({ admin, runtime }) => {
    const records = await runtime.storyOf(admin.journal, id, options.limit);
    if (terminal.json)
      terminal.dataJson(records.map((record) => ({ ...record, at: timeOf(record) })));
    else if (records.length > 0) print(terminal, records);
    if (records.length === options.limit)
      terminal.info(`only the first ${options.limit} records; ask for more with --limit`);
    if (records.length > 0) return 0;
    terminal.info(
      `the journal knows nothing of ${id}: it never was, is not written yet, or is older than what is kept (BERRYS_JOURNAL_BYTES)`,
    );
    return 1;
  });
}

function print(terminal: Terminal, records: readonly JournalRecord[]): void {
  const titles = ["WHEN (UTC)", "HOP", "SERVICE", "TYPE", "KEY", "MESSAGE", "TRY", "MS"];
  printTable(
    terminal,
    [...titles, "ERROR"],
    records.map((record) => {
      const { hop, service, type, key, messageId, attempt, durationMs, error } = record;
      return [
        timeOf(record).slice(0, 23).replace("T", " "),
        hop,
        service,
        type ?? "?",
        key ?? "-",
        messageId,
        String(attempt ?? "-"),
        String(durationMs ?? "-"),
        shorten(error ?? "-"),
      ];
    }),
  );
}

/** RFC 3339, UTC, milliseconds. */
function timeOf({ at }: JournalRecord): string {
  return new Date(at).toISOString();
}
