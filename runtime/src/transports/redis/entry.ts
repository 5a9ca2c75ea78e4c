import { normalRank, rankOf } from "../priority.ts";
import type { Outcome } from "../transport.ts";
import { decodeBody, type Encoding, UndecodableBody } from "./encoding.ts";
import type { LedgerEntry } from "./ledger.ts";
import { type Pack, packedName, packField, recordsOf } from "./pack.ts";

/** The streams that a partition's owner reads: what everybody gets, urgent commands, and what operators sent once more. */
export type Origin = "stream" | "urgent" | "replay";

/** An entry as a partition's worker keeps it. */
export interface Item extends LedgerEntry {
  readonly origin: Origin;
  readonly id: string;
  readonly key: string | null;
  /** Null: held by id alone, to be read again when its turn comes. */
  body: string | null;
  /** Why it can never be handled; null: it can. */
  readonly broken: string | null;
  /** A key that goes on because its dead letter is settled. */
  readonly resume: string | null;
  /** A handler has it or had it last. */
  started: boolean;
  /** An earlier owner may have started it and ended because of it. */
  suspect: boolean;
  /** Milliseconds that are left of its delay. */
  readonly delayMs: number;
  /** What comes first: 0 critical, 1 high, 2 normal, 3 low. */
  readonly rank: number;
}

/** One raw entry: id and fields; no fields where it was deleted. */
export type RawEntry = readonly [id: Buffer, fields: readonly Buffer[] | null];

/** The same, asked for as text: bytes are what is not UTF-8. */
export type ReadEntry = readonly [id: string, fields: readonly (string | Buffer)[] | null];

/** What is known of an entry from earlier deliveries. */
export interface Known {
  readonly attempts: number;
  readonly delayMs: number;
  /** The group's offset is not before it. */
  readonly passed: boolean;
  readonly recorded: boolean;
  readonly suspect: boolean;
}

export const unknown: Known = {
  attempts: 0,
  delayMs: 0,
  passed: false,
  recorded: false,
  suspect: false,
};

/** Largest body that is read, in bytes. */
const maxBodyBytes = 64 * 1024 * 1024;

/** Reads entries, packed ones too, in order. `known` takes names. */
export function itemsOf(
  entries: readonly ReadEntry[],
  origin: Origin,
  known: (name: string) => Known = () => unknown,
): readonly Item[] {
  const items: Item[] = [];
  for (const raw of entries) {
    const [entry, fields] = raw;
    const records = fields?.[0] === packField ? packedIn(fields) : null;
    if (records === null) items.push(itemOf(raw, origin, known(entry)));
    else {
      const pack = { size: records.length, settled: 0, named: false };
      for (const [index, { id, key, body }] of records.entries()) {
        const name = packedName(entry, index);
        const read = {
          id,
          key: key === "" ? null : key,
          body,
          broken: null,
          resume: null,
          rank: normalRank,
        };
        const item = makeItem({ entry, name, pack, origin }, read, known(name));
        if (item.recorded) pack.named = true;
        items.push(item);
      }
    }
  }
  return items;
}

function packedIn(fields: readonly (string | Buffer)[]): ReturnType<typeof recordsOf> {
  const text = fields[1];
  return fields.length === 2 && typeof text === "string" ? recordsOf(text) : null;
}

/** Reads an entry; what is no message becomes a broken item, whose bytes stay in Redis. */
export function itemOf(raw: ReadEntry, origin: Origin, known: Known): Item {
  return makeItem(
    { entry: raw[0], name: raw[0], pack: null, origin },
    fieldsOf(raw[1] ?? []),
    known,
  );
}

interface Place {
  readonly entry: string;
  readonly name: string;
  readonly pack: Pack | null;
  readonly origin: Origin;
}

function makeItem(place: Place, fields: Fields, known: Known): Item {
  const { id, key, body, broken, resume, rank } = fields;
  return {
    origin: place.origin,
    entry: place.entry,
    name: place.name,
    pack: place.pack,
    id,
    key,
    body,
    broken,
    resume,
    attempts: known.attempts,
    settled: false,
    recorded: known.recorded,
    passed: known.passed,
    started: false,
    suspect: known.suspect,
    delayMs: known.delayMs,
    rank,
  };
}

/** What becomes of a broken item. */
export function undecodable(error: string): Outcome {
  return { kind: "dead", reason: "undecodable", error, haltKey: false };
}

interface Fields {
  readonly id: string;
  readonly key: string | null;
  readonly body: string;
  readonly broken: string | null;
  readonly resume: string | null;
  readonly rank: number;
}

/** Fields that hold a body in another form than plain text; their names say which. */
const encodings: readonly Encoding[] = ["zstd", "gzip"];

/**
 * Entries as `publish` writes them take the short way: reading them is the larger part of a consumer's work. Places are
 * named by index, for taking a list apart makes an object of each.
 */
function fieldsOf(fields: readonly (string | Buffer)[]): Fields {
  const id = fields[1];
  const key = fields[3];
  const body = fields[5];
  if (
    fields.length === 6 &&
    fields[0] === "id" &&
    fields[2] === "key" &&
    fields[4] === "body" &&
    typeof id === "string" &&
    typeof key === "string" &&
    typeof body === "string"
  ) {
    return { id, key, body, broken: null, resume: null, rank: normalRank };
  }
  return anyFieldsOf(fields);
}

function anyFieldsOf(fields: readonly (string | Buffer)[]): Fields {
  const named = new Map<string, string | Buffer>();
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const [name, value] = [fields[i], fields[i + 1]];
    if (name !== undefined && value !== undefined) named.set(name.toString(), value);
  }
  const text = (name: string): string | null => named.get(name)?.toString() ?? null;
  const read = bodyOf(named);
  return {
    id: text("id") ?? "",
    key: text("key"),
    body: read.body,
    broken: read.problem,
    resume: text("dlq:resume"),
    rank: rankOf({ priority: text("priority") ?? undefined }),
  };
}

interface Body {
  readonly body: string;
  /** Why there is none; null: there is. */
  readonly problem: string | null;
}

function bodyOf(fields: ReadonlyMap<string, string | Buffer>): Body {
  const encoding = encodings.find((name) => fields.has(name)) ?? null;
  const stored = fields.get(encoding ?? "body");
  // Nothing but the order to go on: a discarded letter.
  if (stored === undefined && fields.has("dlq:resume")) return { body: "", problem: null };
  if (!fields.has("id")) return { body: "", problem: "The entry has no field `id`" };
  if (stored === undefined) return { body: "", problem: "The entry has no field `body`" };
  if (typeof stored === "string" && encoding === null) return { body: stored, problem: null };
  if (encoding === null) return { body: "", problem: "Its body is not UTF-8" };
  try {
    return { body: decodeBody(Buffer.from(stored), encoding, maxBodyBytes), problem: null };
  } catch (error) {
    if (error instanceof UndecodableBody) return { body: "", problem: error.message };
    throw error;
  }
}
