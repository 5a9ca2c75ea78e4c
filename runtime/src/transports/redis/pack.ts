/** What an entry of many messages keeps of each. */
export interface PackedRecord {
  readonly id: string;
  /** An empty text: none. */
  readonly key: string;
  readonly body: string;
}

/** What the items of one packed entry share: the group's position passes the entry as a whole. */
export interface Pack {
  readonly size: number;
  /** How many of its items are settled. */
  settled: number;
  /** Redis knows one of them by name: there is no use in holding back the others. */
  named: boolean;
}

/** Field of an entry that holds many messages: three lines each, id, key and body. */
export const packField = "pack";

/** Messages in one entry, at most. */
const maxRecords = 64;
/** Characters of an entry after which no more messages join it. */
const maxSize = 64_000;

/** Envelopes are JSON without line breaks; what has one travels in an entry of its own. */
export function isPackable({ id, key, body }: PackedRecord): boolean {
  return !body.includes("\n") && !key.includes("\n") && !id.includes("\n");
}

/** Texts of entries, the messages in their order. */
export function packsOf(records: readonly PackedRecord[]): readonly string[] {
  const packs: string[] = [];
  let text = "";
  let count = 0;
  for (const { id, key, body } of records) {
    if (count === maxRecords || text.length > maxSize) {
      packs.push(text);
      text = "";
      count = 0;
    }
    text += count === 0 ? `${id}\n${key}\n${body}` : `\n${id}\n${key}\n${body}`;
    count++;
  }
  if (count > 0) packs.push(text);
  return packs;
}

/** The messages of a pack; null: it is none. */
export function recordsOf(pack: string): readonly PackedRecord[] | null {
  const lines = pack.split("\n");
  if (lines.length % 3 !== 0) return null;
  const records: PackedRecord[] = [];
  for (let i = 0; i < lines.length; i += 3) {
    records.push({ id: lines[i] ?? "", key: lines[i + 1] ?? "", body: lines[i + 2] ?? "" });
  }
  return records;
}

/** Under which Redis knows a message of a packed entry. */
export function packedName(entry: string, index: number): string {
  return `${entry}:${index}`;
}

/** The entry that a name is about, packed or not. */
export function entryOfName(name: string): string {
  const end = name.indexOf(":");
  return end === -1 ? name : name.slice(0, end);
}

/** Which message of its entry a name is about; 0 where it is the only one. */
export function indexOfName(name: string): number {
  const end = name.indexOf(":");
  return end === -1 ? 0 : Number(name.slice(end + 1));
}
