import { Queue } from "../queue.ts";
import { idBefore } from "./stream-id.ts";

/** What the ledger needs to know of an entry, and notes on it. */
export interface LedgerEntry {
  /** Stream id. */
  readonly entry: string;
  /** Deliveries that are over. */
  attempts: number;
  /** Nothing is left to do about it. */
  settled: boolean;
  /** The group's `pending` hash names it. */
  recorded: boolean;
  /** The group's offset is not before it. */
  passed: boolean;
}

/** How a group's position moves: what one commit writes. */
export interface LedgerChange {
  /** Last id that was taken up; an empty text: as before. */
  readonly offset: string;
  /** The offset of the commit before this one: where Redis must be. */
  readonly before: string;
  /** Everything up to this id is settled; an empty text: as before. */
  readonly floor: string;
  /** Entries up to the offset that are not settled and that Redis does not know of yet. */
  readonly remember: readonly LedgerEntry[];
  /** Entries that Redis knows of and that are settled now. */
  readonly forget: readonly LedgerEntry[];
}

/**
 * The position of a group in a stream, of which entries are settled out of order: the greatest settled id, and
 * which of those before it are not. A commit writes only what differs from the last one, so that entries settled
 * in order cost nothing each. All operations take constant time, averaged.
 */
export interface Ledger<Entry extends LedgerEntry> {
  /** Notes an entry that was read; in the order of the stream. */
  add(entry: Entry): void;
  settle(entry: Entry): void;
  /** What to commit: everything that happened since the last call. Null: nothing did. */
  change(): LedgerChange | null;
  /** Everything up to this id is settled. */
  floor(): string;
}

/** `offset`: where the group was when its owner began; entries up to it (`passed`) are added first. */
export function createLedger<Entry extends LedgerEntry>(offset: string): Ledger<Entry> {
  /** Everything that is not settled, and settled entries behind it, in the order of the stream. */
  let open = new Queue<Entry>();
  /** Entries after the committed offset. */
  const beyond = new Queue<Entry>();
  let settled: Entry[] = [];
  let unsettled = 0;
  let settledBeyond = 0;
  let committed = offset;
  let committedFloor = "";

  const floor = (): string => {
    while (open.peek()?.settled === true) open.shift();
    const first = open.peek();
    if (first !== undefined) return idBefore(first.entry);
    return committed;
  };
  /** Settled entries behind a stuck one must not pile up. */
  const compact = (): void => {
    if (open.size < 1024 || open.size < unsettled * 2) return;
    const left = new Queue<Entry>();
    for (const entry of open.items()) if (!entry.settled) left.push(entry);
    open = left;
  };

  return {
    add: (entry) => {
      unsettled++;
      open.push(entry);
      if (!entry.passed) beyond.push(entry);
    },
    settle: (entry) => {
      if (entry.settled) return;
      entry.settled = true;
      unsettled--;
      settled.push(entry);
      if (!entry.passed) settledBeyond++;
    },
    change: () => {
      if (settled.length === 0) return null;
      const forget = settled.filter((entry) => entry.recorded);
      settled = [];
      const remember: Entry[] = [];
      const before = committed;
      while (settledBeyond > 0) {
        const entry = beyond.shift();
        if (entry === undefined) break;
        committed = entry.entry;
        entry.passed = true;
        if (entry.settled) settledBeyond--;
        else if (!entry.recorded) {
          entry.recorded = true;
          remember.push(entry);
        }
      }
      compact();
      const now = floor();
      const moved = now !== committedFloor;
      committedFloor = now;
      return {
        offset: committed === before ? "" : committed,
        before,
        floor: moved ? now : "",
        remember,
        forget,
      };
    },
    floor,
  };
}
