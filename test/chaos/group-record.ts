import { type HistoryLine, idOf, type MessageName, nameOf } from "./history.ts";
import type { Expected, FinalGroup, FinalLetter, Report } from "./verdict.ts";

/** Lines that are about one group. */
export type GroupLine = Extract<HistoryLine, { readonly group: string }>;

/** What one consumer group did to every message, checked for L, E, O, A, V and Q. */
export interface GroupRecord {
  read(line: GroupLine): void;
  /** Call it once, after the last line, with all messages that were confirmed. */
  finish(confirmed: Iterable<MessageName>): void;
}

/** What is known about the messages of one key; index: the message's `n`. */
interface KeyRecord {
  readonly deliveries: number[];
  /** The last attempt that was delivered. */
  readonly attempts: number[];
  readonly effects: number[];
  /** Greatest `n` with an effect. */
  last: number;
}

/** A record for a group of which `left` is left. */
export function createGroupRecord(
  name: string,
  left: FinalGroup,
  expected: Expected,
  report: Report,
): GroupRecord {
  const keys = new Map<string, KeyRecord>();
  const { counts, violated } = report;
  const once = expected.groups[name] === "once";
  const replayed = new Set<string>();

  const recordOf = (key: string): KeyRecord => {
    const known = keys.get(key);
    if (known !== undefined) return known;
    const created: KeyRecord = { deliveries: [], attempts: [], effects: [], last: -1 };
    keys.set(key, created);
    return created;
  };

  const deliver = (message: MessageName, attempt: number): void => {
    const { deliveries, attempts } = recordOf(message.key);
    const { n } = message;
    const before = attempts[n] ?? 0;
    deliveries[n] = (deliveries[n] ?? 0) + 1;
    attempts[n] = attempt;
    counts.deliveries++;
    if (deliveries[n] > 1) counts.redeliveries++;
    if (attempt < before) {
      violated("A", `${name}: ${idOf(message)} had attempt ${before}, then ${attempt}`);
    }
    if (attempt > expected.maxAttempts) {
      violated("A", `${name}: ${idOf(message)} was delivered as attempt ${attempt}`);
    }
  };

  const effect = (message: MessageName): void => {
    const record = recordOf(message.key);
    const { n } = message;
    const times = (record.effects[n] ?? 0) + 1;
    record.effects[n] = times;
    if (times > 1) {
      counts.duplicates++;
      if (!once) return;
      counts.doubleEffects++;
      violated("E", `${name}: ${idOf(message)} had its effect ${times} times`);
      return;
    }
    counts.effects++;
    // A dead letter that let its key go on has left the order; a replay brings it when an operator wants.
    if (expected.policy === "continue" && replayed.has(idOf(message))) return;
    if (n < record.last) {
      counts.orderViolations++;
      violated("O", `${name}: ${idOf(message)} came after ${message.key}:${record.last}`);
    }
    record.last = Math.max(record.last, n);
  };

  const checkLetter = (letter: FinalLetter): void => {
    const message = nameOf(letter.id);
    if (message === null) return;
    const seen = keys.get(message.key)?.attempts[message.n] ?? 0;
    if (letter.attempt < seen || letter.attempt > expected.maxAttempts + 1) {
      violated(
        "A",
        `${name}: the dead letter ${letter.id} counts ${letter.attempt} attempts, seen were ${seen}`,
      );
    }
  };

  return {
    read: (line) => {
      switch (line.step) {
        case "deliver":
          deliver(line, line.attempt);
          return;
        case "effect":
          // A process may end between commit and line: where a table keeps the effects, it is asked at the end.
          if (left.effects === null) effect(line);
          return;
        case "duplicate":
          counts.duplicates++;
          return;
        case "retry":
          counts.retries++;
          return;
        case "replay":
          replayed.add(idOf(line));
          recordOf(line.key).attempts[line.n] = 0;
          return;
        case "ack":
        case "dead-letter":
          return;
        default:
          line satisfies never;
      }
    },
    finish: (confirmed) => {
      for (const message of left.effects ?? []) effect(message);
      const elsewhere = new Set([...left.letters.map(({ id }) => id), ...left.queued]);
      counts.deadLetters += left.letters.length;
      for (const letter of left.letters) checkLetter(letter);
      for (const message of confirmed) {
        if ((keys.get(message.key)?.effects[message.n] ?? 0) > 0 || elsewhere.has(idOf(message))) {
          continue;
        }
        counts.lost++;
        violated("L", `${name}: ${idOf(message)} was confirmed and had no effect`);
      }
      checkRest(name, left, violated);
    },
  };
}

/** A group that came to rest leaves nothing behind. */
function checkRest(name: string, left: FinalGroup, violated: Report["violated"]): void {
  if (left.unread > 0) violated("V", `${name}: ${left.unread} messages were never read`);
  if (left.pending > 0) violated("Q", `${name}: ${left.pending} messages stayed pending`);
  if (left.members > 0) violated("Q", `${name}: ${left.members} members are still there`);
  if (left.leases > 0) violated("Q", `${name}: ${left.leases} partitions still have an owner`);
  const consumers = left.consumers.join(", ");
  if (consumers !== "") violated("Q", `${name}: consumers ${consumers} are nobody's`);
}
