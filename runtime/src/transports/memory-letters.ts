import { v7 as uuidv7 } from "uuid";
import { fingerprintOf } from "./fingerprint.ts";
import { envelopeFacts } from "./letter-facts.ts";
import type {
  AuditRecord,
  Authorship,
  EarlierDeath,
  Letter,
  LetterMove,
  LetterPageRequest,
} from "./queue-admin.ts";
import type { DeadLetter } from "./transport.ts";

/** What a message that was replayed carries with it. */
export interface Replayed {
  readonly entry: string;
  readonly from: string;
  readonly replays: number;
  readonly history: readonly EarlierDeath[];
  readonly sentAt: string;
}

/** The dead letters of one partition of a group. */
export interface MemoryLetters {
  /** Keeps a message that died; returns the letter's id. */
  add(died: Died): string;
  all(): readonly Letter[];
  read(request: LetterPageRequest): readonly Letter[];
  /** Takes a letter out and notes who did; null: it was gone. */
  take(letterId: string, move: LetterMove, authorship: Authorship): Taken | null;
  note(record: Omit<AuditRecord, "at" | "partition">): void;
  audit(): readonly AuditRecord[];
}

export interface Died extends Omit<DeadLetter, "letterId" | "diedAt"> {
  readonly owner: string;
  readonly sentAt: string;
  readonly replayed: Replayed | null;
}

export interface Taken {
  readonly letter: Letter;
  /** What goes along with a message that is sent in its place. */
  readonly replayed: Replayed;
}

const maxHistory = 10;
const maxAudit = 1000;

export function createMemoryLetters(partition: number): MemoryLetters {
  const letters = new Map<string, Letter>();
  let records: AuditRecord[] = [];
  const note: MemoryLetters["note"] = (record) => {
    records.push({ ...record, at: new Date().toISOString(), partition });
    if (records.length > maxAudit) records = records.slice(-maxAudit);
  };
  return {
    add: ({ replayed, sentAt, ...died }) => {
      const letterId = uuidv7();
      letters.set(letterId, {
        ...died,
        ...envelopeFacts(died.body),
        letterId,
        diedAt: new Date().toISOString(),
        fingerprint: fingerprintOf(died.reason, died.error),
        sentAt: replayed?.sentAt ?? sentAt,
        replays: replayed?.replays ?? 0,
        from: replayed?.from ?? null,
        history: replayed?.history ?? [],
        fields: fieldsOf(died.id, died.key, died.body),
      });
      return letterId;
    },
    all: () => [...letters.values()],
    read: ({ after, until, limit, newestFirst = false }) => {
      const all = [...letters.values()];
      if (newestFirst) all.reverse();
      const behind = (id: string, other: string): boolean =>
        newestFirst ? id < other : id > other;
      return all
        .filter(({ letterId }) => after === undefined || behind(letterId, after))
        .filter(({ letterId }) => until === undefined || !behind(letterId, until))
        .slice(0, limit);
    },
    take: (letterId, move, { by, why, run }) => {
      const letter = letters.get(letterId);
      if (letter === undefined) return null;
      letters.delete(letterId);
      note({ action: move.kind, letterId, messageId: letter.id, by, why, run });
      const { reason, error, attempt: attempts, diedAt } = letter;
      const replayedAt = new Date().toISOString();
      const death = { letterId, reason, error, attempts, diedAt, replayedAt, by, run };
      const replayed: Replayed = {
        entry: uuidv7(),
        from: letterId,
        replays: letter.replays + 1,
        history: [...letter.history, death].slice(-maxHistory),
        sentAt: replayedAt,
      };
      return { letter, replayed };
    },
    note,
    audit: () => records,
  };
}

function fieldsOf(id: string, key: string | null, body: string): Letter["fields"] {
  const fields = [["id", id], ...(key === null ? [] : [["key", key]]), ["body", body]] as const;
  return fields.map(([name = "", value = ""]) => [name, Buffer.from(value)] as const);
}
