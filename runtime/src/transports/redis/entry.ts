import { isUtf8 } from "node:buffer";

/** An entry as a partition's worker keeps it. */
export interface Item {
  readonly origin: "stream" | "replay";
  /** Stream id. */
  readonly entry: string;
  readonly id: string;
  readonly key: string | null;
  /** Null: held by id alone, to be read again when its turn comes. */
  body: string | null;
  /** Deliveries that are over. */
  attempts: number;
  /** Why it can never be handled; null: it can. */
  readonly broken: string | null;
  /** A key that goes on because its dead letter is settled. */
  readonly resume: string | null;
  /** A handler has it or had it last. */
  started: boolean;
  /** An earlier owner may have started it and ended because of it. */
  suspect: boolean;
}

/** One raw entry: id and fields; no fields where it was deleted. */
export type RawEntry = readonly [id: Buffer, fields: readonly Buffer[] | null];

/** Reads an entry; what is no message becomes a broken item, whose bytes stay in Redis. */
export function itemOf(
  raw: RawEntry,
  origin: Item["origin"],
  attempts: number,
  suspect: boolean,
): Item {
  const [entry, fields] = raw;
  const named = new Map<string, Buffer>();
  for (let i = 0; fields !== null && i + 1 < fields.length; i += 2) {
    const [name, value] = [fields[i], fields[i + 1]];
    if (name !== undefined && value !== undefined) named.set(name.toString("latin1"), value);
  }
  const text = (name: string): string | null => named.get(name)?.toString() ?? null;
  return {
    origin,
    entry: entry.toString("latin1"),
    id: text("id") ?? "",
    key: text("key"),
    body: text("body") ?? "",
    attempts,
    broken: problemOf(named),
    resume: text("dlq:resume"),
    started: false,
    suspect,
  };
}

function problemOf(fields: ReadonlyMap<string, Buffer>): string | null {
  const body = fields.get("body");
  // Nothing but the order to go on: a discarded letter.
  if (body === undefined && fields.has("dlq:resume")) return null;
  if (!fields.has("id")) return "The entry has no field `id`";
  if (body === undefined) return "The entry has no field `body`";
  return isUtf8(body) ? null : "Its body is not UTF-8";
}
