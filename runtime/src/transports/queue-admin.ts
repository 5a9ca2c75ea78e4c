/** What an operator sees and does; abilities of their own beside `Transport`. */
import type { JournalReader } from "../journal/journal.ts";
import type { DeadLetter } from "./transport.ts";

/** A channel of one kind. */
export interface QueuePlace {
  readonly kind: "event" | "command";
  readonly channel: string;
  readonly partitions: number;
}

/** One consumer group of a channel. */
export interface GroupPlace extends QueuePlace {
  readonly group: string;
}

/** A transport that can be looked into and operated. */
export interface Administered {
  readonly admin: QueueAdmin;
}

export interface QueueAdmin {
  readonly queues: QueueInspector;
  readonly letters: LetterBox;
  readonly groups: GroupAdmin;
  readonly journal: JournalReader;
}

export interface QueueInspector {
  /**
   * State of every partition, declared groups and others alike. Unread messages are counted one by one; without
   * `exact` the count of a partition ends at 10,000 and is then an estimate.
   */
  inspect(queue: QueuePlace, options?: { readonly exact?: boolean }): Promise<QueueState>;
  /** Processes that follow the channel for the group, by name. */
  members(place: GroupPlace): Promise<readonly QueueMember[]>;
}

export interface QueueMember {
  readonly member: string;
  /** Milliseconds since it was last heard of. */
  readonly silentMs: number;
  /** Partitions that it owns. */
  readonly owns: readonly number[];
}

export interface QueueState extends QueuePlace {
  readonly states: readonly PartitionState[];
}

export interface PartitionState {
  readonly partition: number;
  /** Messages kept, done ones included. */
  readonly length: number;
  /** RFC 3339; null: it is empty. */
  readonly oldestAt: string | null;
  /** Bytes of memory that the server gives for it; null: it does not say. */
  readonly bytes: number | null;
  /** By name. */
  readonly groups: readonly GroupState[];
}

/** A group's share of one partition. */
export interface GroupState {
  readonly group: string;
  readonly partition: number;
  /** Messages that it has not read. */
  readonly unread: number;
  /** False: `unread` is an estimate. */
  readonly exact: boolean;
  /** Messages that it has read and not settled: running, waiting for a retry or behind a halted key. */
  readonly pending: number;
  /** Commands of high priority that it has not settled. */
  readonly urgent: number;
  /** Dead letters on their way back. */
  readonly replaying: number;
  /** Messages whose time has not come, and unkeyed ones that are tried again later. */
  readonly delayed: number;
  readonly dead: number;
  readonly halted: readonly HaltedKey[];
  /** Who owns the partition; null: nobody. */
  readonly owner: string | null;
  /** How many owners it has had. */
  readonly epoch: number;
  /** When its oldest unsettled message was published, RFC 3339; null: it has none. */
  readonly oldestUnsettledAt: string | null;
  /** Milliseconds by which it lags, by the server's clock: age of its oldest unsettled message. */
  readonly lagMs: number;
}

export interface HaltedKey {
  readonly key: string;
  /** The dead letter that halted it. */
  readonly letterId: string;
}

/** A dead letter with all that is known of it. */
export interface Letter extends DeadLetter {
  /** Message type; null: the body is no envelope. */
  readonly type: string | null;
  readonly correlationId: string | null;
  /** The same for errors that differ in numbers, ids and quoted values alone. */
  readonly fingerprint: string;
  /** `<member>/<epoch>` that gave it up; null: unknown. */
  readonly owner: string | null;
  /** When the message was published or last replayed, RFC 3339; null: unknown. */
  readonly sentAt: string | null;
  /** How often it was replayed. */
  readonly replays: number;
  /** The letter that it was replayed from; null: it never was. */
  readonly from: string | null;
  /** Earlier deaths, the latest ten, first to last. */
  readonly history: readonly EarlierDeath[];
  /** The fields of the message, byte for byte. */
  readonly fields: readonly (readonly [name: string, value: Uint8Array])[];
}

/** A death that a replay followed. */
export interface EarlierDeath {
  readonly letterId: string;
  readonly reason: string;
  readonly error: string;
  readonly attempts: number;
  /** RFC 3339. */
  readonly diedAt: string;
  readonly replayedAt: string;
  readonly by: string;
  /** Name of the run that replayed it; empty: none. */
  readonly run: string;
}

export interface LetterPageRequest extends GroupPlace {
  readonly partition: number;
  /** Letters behind this one; absent: from the first. */
  readonly after?: string;
  /** Letters up to this one, it included; absent: to the last. */
  readonly until?: string;
  readonly limit: number;
  /** From the last to the first; `after` and `until` then count from there. */
  readonly newestFirst?: boolean;
}

/** Who does something with a letter and why; kept in the group's audit record. */
export interface Authorship {
  readonly by: string;
  readonly why: string;
  /** Several moves of one run share a name; empty: none. */
  readonly run: string;
}

/** What becomes of a letter: all of it in one atomic step. */
export type LetterMove =
  | { readonly kind: "replay" }
  /** Sends another message in its place. */
  | { readonly kind: "edit"; readonly id: string; readonly body: string }
  | { readonly kind: "discard" };

/** Dead letters of groups: what the operations in `queues/` are made of. */
export interface LetterBox {
  read(request: LetterPageRequest): Promise<readonly Letter[]>;
  /** The id of the entry that goes to the group (empty: none goes); null: the letter was gone already. */
  move(letter: DeadLetter, move: LetterMove, authorship: Authorship): Promise<string | null>;
  /** How many of the entries that `move` returned are not settled yet. */
  waiting(place: GroupPlace, partition: number, entries: readonly string[]): Promise<number>;
  /** What was done with letters, first to last; the latest thousand of each partition. */
  audit(place: GroupPlace): Promise<readonly AuditRecord[]>;
}

export interface AuditRecord extends Authorship {
  /** RFC 3339. */
  readonly at: string;
  readonly action: LetterMove["kind"] | "resume" | "rewind";
  readonly partition: number;
  readonly letterId: string;
  readonly messageId: string;
}

/** Where a group begins: the first message kept, the next one published, a time, or behind an id. */
export type GroupStart =
  | { readonly kind: "beginning" }
  | { readonly kind: "end" }
  | { readonly kind: "time"; readonly at: Date }
  | { readonly kind: "after"; readonly entry: string };

export interface GroupAdmin {
  /**
   * Makes a group that gets everything from there on; a start in the future is the end. Rejects with `already_exists`.
   * Returns how many messages wait for it.
   */
  create(place: GroupPlace, start: GroupStart): Promise<number>;
  /**
   * Moves a group to another position, so that it handles again, or passes over, what lies between. Rejects with
   * `failed_precondition` while a process owns one of its partitions. Returns how many messages then wait for it;
   * with `dryRun` nothing moves.
   */
  rewind(
    place: GroupPlace,
    start: GroupStart,
    authorship: Authorship & { readonly dryRun?: boolean },
  ): Promise<number>;
  /**
   * Forgets a group, so that it no longer keeps messages from being trimmed. Rejects with `failed_precondition`
   * while a process owns one of its partitions, or while it has dead letters and `withDeadLetters` is not set.
   */
  retire(place: GroupPlace, options: { readonly withDeadLetters: boolean }): Promise<void>;
  /** Lets a halted key go on although its letter stays; false: it was not halted. */
  resume(place: GroupPlace, key: string, authorship: Authorship): Promise<boolean>;
}
