/** One thing that happened to one message: what the journal is made of. It holds no data of messages. */
export interface JournalRecord {
  /**
   * `published`: Redis has it; `outbox`: it leaves with the transaction that it was written in, if that commits. The
   * others end a delivery: `handled`, `ignored` (a type the service does not take), `expired`, `canceled`, `retried`
   * (it failed and comes again), `dead` (it is a dead letter).
   */
  readonly hop: Hop;
  /** Epoch milliseconds. */
  readonly at: number;
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
  const { hop, at, service, kind, channel, messageId, attempt, durationMs } = record;
  const type = record.type ?? "";
  const correlationId = record.correlationId ?? "";
  const causationId = record.causationId ?? "";
  const traceId = record.traceId ?? "";
  const key = record.key ?? "";
  const start = `${hop}\t${at}\t${service}\t${kind}\t${channel}\t`;
  const facts = `${attempt ?? ""}\t${durationMs === null ? "" : Math.round(durationMs * 10) / 10}\t`;
  const error = record.error === null ? "" : written(record.error.slice(0, maxError));
  // Rarely is anything to be written in another way, and one look at all tells.
  if (!special.test(type + messageId + correlationId + causationId + traceId + key))
    return `${start}${type}\t${messageId}\t${correlationId}\t${causationId}\t${traceId}\t${key}\t${facts}${error}`;
  const ids = [type, messageId, correlationId, causationId, traceId, key].map(written);
  return `${start}${ids.join("\t")}\t${facts}${error}`;
}

/** The record of a line; null: it is none that this version knows. */
export function readRecord(line: string): JournalRecord | null {
  const columns = line.split("\t");
  const [hop = "", at = "", service = "", kind = "", channel = ""] = columns;
  const known = hops.find((one) => one === hop);
  const time = Number(at);
  if (known === undefined || columns.length < 14 || !Number.isSafeInteger(time)) return null;
  if (kind !== "event" && kind !== "command") return null;
  const text = (index: number): string | null => read(columns[index] ?? "");
  const number = (index: number): number | null => (columns[index] ? Number(columns[index]) : null);
  return {
    hop: known,
    at: time,
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

const special = /[\\\t\n]/;

function written(text: string): string {
  return text.replace(/[\\\t\n]/g, (found) => escapes[found] ?? found);
}

/** Nothing is an empty column. */
function read(column: string): string | null {
  return column === "" ? null : column.replace(/\\[\\tn]/g, (found) => unescapes[found] ?? found);
}

/** Whether a record tells of an id: of the message, its correlation, its cause or its trace. */
export function isAbout(record: JournalRecord, id: string): boolean {
  const { messageId, correlationId, causationId, traceId } = record;
  return [messageId, correlationId, causationId, traceId].includes(id);
}
