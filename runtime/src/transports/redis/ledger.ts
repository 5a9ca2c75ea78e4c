import { Queue } from "../queue.ts";
import type { Pack } from "./pack.ts";
import { idBefore } from "./stream-id.ts";

/** What the ledger needs to know of an entry, and notes on it. */
export interface LedgerEntry {
  /** Stream id. */
  readonly entry: string;
  /** Under which Redis knows it: its entry, and its place there where it is one of many. */
  readonly name: string;
  /** What it shares with the others of its entry; null: it is the only one. */
  readonly pack: Pack | null;
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
  /**
   * What to commit: everything that happened since the last call. Null: nothing did. A packed entry of which some are
   * settled and nothing after it is waits to be passed until all are, or one of it is known by name, or it must be `atOnce`.
   */
  change(atOnce?: boolean): LedgerChange | null;
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
  /** A packed entry waits to be passed. */
  let heldBack = false;

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
      // An earlier owner has counted a delivery of it: to forget that before its entry is passed would lose the count.
      if (entry.recorded && entry.pack !== null) entry.pack.named = true;
      if (!entry.passed) beyond.push(entry);
    },
    settle: (entry) => {
      if (entry.settled) return;
      entry.settled = true;
      unsettled--;
      settled.push(entry);
      if (entry.pack !== null) entry.pack.settled++;
      if (!entry.passed) settledBeyond++;
    },
    change: (atOnce = false) => {
      if (settled.length === 0 && !heldBack) return null;
      const forget = settled.filter((entry) => entry.recorded);
      settled = [];
      const remember: Entry[] = [];
      const before = committed;
      let passing: Pack | null = null;
      heldBack = false;
      for (;;) {
        const entry = beyond.peek();
        if (entry === undefined) break;
        const { pack } = entry;
        // An entry is passed whole: the position says nothing of its parts.
        if (pack === null || pack !== passing) {
          if (settledBeyond === 0) break;
          heldBack = pack !== null && !atOnce && isWaiting(pack, settledBeyond);
          if (heldBack) break;
          passing = pack;
        }
        beyond.shift();
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
      if (heldBack && !moved && committed === before && forget.length === 0) return null;
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

/** To name what is left of a half settled entry costs more than to wait for it, unless something else waits for that. */
function isWaiting({ size, settled, named }: Pack, settledBeyond: number): boolean {
  return settled < size && settledBeyond === settled && !named;
}
