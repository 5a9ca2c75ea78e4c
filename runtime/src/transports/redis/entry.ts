import { isUtf8 } from "node:buffer";
import type { LedgerEntry } from "./ledger.ts";

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

/** Reads an entry; what is no message becomes a broken item, whose bytes stay in Redis. */
export function itemOf(raw: RawEntry, origin: Origin, known: Known): Item {
  const [entry, fields] = raw;
  const { id, key, body, broken, resume, rank } = fieldsOf(fields ?? []);
  return {
    origin,
    entry: entry.toString("latin1"),
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

interface Fields {
  readonly id: string;
  readonly key: string | null;
  readonly body: string;
  readonly broken: string | null;
  readonly resume: string | null;
  readonly rank: number;
}

const ranks = ["critical", "high", "normal", "low"];
const normalRank = ranks.indexOf("normal");

/** Entries as `publish` writes them take the short way: reading them is the larger part of a consumer's work. */
function fieldsOf(fields: readonly Buffer[]): Fields {
  const [idName, id, keyName, key, bodyName, body] = fields;
  if (
    fields.length === 6 &&
    is(idName, "id") &&
    is(keyName, "key") &&
    is(bodyName, "body") &&
    isUtf8(body as Buffer)
  ) {
    return {
      id: textOf(id as Buffer),
      key: textOf(key as Buffer),
      body: textOf(body as Buffer),
      broken: null,
      resume: null,
      rank: normalRank,
    };
  }
  return anyFieldsOf(fields);
}

function is(name: Buffer | undefined, expected: string): boolean {
  return name?.length === expected.length && name.toString("latin1") === expected;
}

function textOf(bytes: Buffer): string {
  return bytes.toString();
}

function anyFieldsOf(fields: readonly Buffer[]): Fields {
  const named = new Map<string, Buffer>();
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const [name, value] = [fields[i], fields[i + 1]];
    if (name !== undefined && value !== undefined) named.set(name.toString("latin1"), value);
  }
  const text = (name: string): string | null => named.get(name)?.toString() ?? null;
  return {
    id: text("id") ?? "",
    key: text("key"),
    body: text("body") ?? "",
    broken: problemOf(named),
    resume: text("dlq:resume"),
    rank: Math.max(0, ranks.indexOf(text("priority") ?? "normal")),
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
