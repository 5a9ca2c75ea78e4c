/** One thing that happened to one message: what the journal is made of. It holds no data of messages. */
export interface JournalRecord {
  /**
   * `published`: Redis has it; `outbox`: it leaves with the transaction that it was written in, if that commits. The
   * others end a delivery: `handled`, `ignored` (a type the service does not take), `expired`, `canceled`, `retried`
   * (it failed and comes again), `dead` (it is a dead letter).
   */
  readonly hop: Hop;
  /** RFC 3339, UTC, milliseconds. */
  readonly at: string;
  /** Id of the service that published or handled it. */
  readonly service: string;
  readonly kind: "event" | "command";
  readonly channel: string;
  /** Null where only the type is not known, since the message cannot be read. */
  readonly type: string | null;
  readonly messageId: string;
  readonly correlationId: string | null;
  readonly causationId: string | null;
  /** W3C trace id, 32 hexadecimal digits. */
  readonly traceId: string | null;
  readonly key: string | null;
  /** Which delivery it was, from 1; null: it was no delivery. */
  readonly attempt: number | null;
  /** Milliseconds that its handling took; null: it was no delivery. */
  readonly durationMs: number | null;
  /** Why it failed; null: it did not. */
  readonly error: string | null;
}

export const hops = [
  ...(["published", "outbox", "handled", "ignored"] as const),
  ...(["expired", "canceled", "retried", "dead"] as const),
];
export type Hop = (typeof hops)[number];

/** Characters of an error that are kept. */
const maxError = 500;

/** A record as one line, without its end. */
export function writeRecord(record: JournalRecord): string {
  const { hop, at, service, kind, channel, type, messageId, correlationId, causationId } = record;
  const { traceId, key, attempt, durationMs, error } = record;
  return [
    ...[hop, String(Date.parse(at)), service, kind, channel],
    ...[type, messageId, correlationId, causationId, traceId, key].map(written),
    attempt === null ? "" : String(attempt),
    durationMs === null ? "" : String(Math.round(durationMs * 10) / 10),
    written(error?.slice(0, maxError) ?? null),
  ].join("\t");
}

/** The record of a line; null: it is none that this version knows. */
export function readRecord(line: string): JournalRecord | null {
  const columns = line.split("\t");
  const [hop = "", at = "", service = "", kind = "", channel = ""] = columns;
  const known = hops.find((one) => one === hop);
  const time = new Date(Number(at));
  if (known === undefined || columns.length < 14 || Number.isNaN(time.getTime())) return null;
  if (kind !== "event" && kind !== "command") return null;
  const text = (index: number): string | null => read(columns[index] ?? "");
  const number = (index: number): number | null => (columns[index] ? Number(columns[index]) : null);
  return {
    hop: known,
    at: time.toISOString(),
    service,
    kind,
    channel,
    type: text(5),
    messageId: text(6) ?? "",
    correlationId: text(7),
    causationId: text(8),
    traceId: text(9),
    key: text(10),
    attempt: number(11),
    durationMs: number(12),
    error: text(13),
  };
}

const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n" };
const unescapes: Readonly<Record<string, string>> = { "\\\\": "\\", "\\t": "\t", "\\n": "\n" };

/** Nothing is an empty column. */
function written(text: string | null): string {
  return text === null ? "" : text.replace(/[\\\t\n]/g, (found) => escapes[found] ?? found);
}

function read(column: string): string | null {
  return column === "" ? null : column.replace(/\\[\\tn]/g, (found) => unescapes[found] ?? found);
}

/** Whether a record tells of an id: of the message, its correlation, its cause or its trace. */
export function isAbout(record: JournalRecord, id: string): boolean {
  const { messageId, correlationId, causationId, traceId } = record;
  return [messageId, correlationId, causationId, traceId].includes(id);
}
