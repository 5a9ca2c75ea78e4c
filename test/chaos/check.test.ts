import { expect, test } from "vitest";
import { check } from "./check.ts";
import { type HistoryEvent, type HistoryLine, parseLine } from "./history.ts";
import type { Expected, Final, FinalGroup } from "./verdict.ts";

const group = "g";
const expected: Expected = {
  groups: { g: "once" },
  maxAttempts: 3,
  policy: "continue",
  maxPending: 10,
  maxLength: 100,
  maxHeapGrowth: 1_000_000,
  maxRecoveryMs: 1000,
};
const empty: FinalGroup = {
  effects: null,
  letters: [],
  queued: [],
  pending: 0,
  unread: 0,
  consumers: [],
  members: 0,
  leases: 0,
};
const published = (n: number): readonly HistoryEvent[] => [
  { step: "publish", key: "k", n },
  { step: "publish-ok", key: "k", n },
];
const handled = (n: number, attempt = 1): readonly HistoryEvent[] => [
  { step: "deliver", group, key: "k", n, attempt },
  { step: "effect", group, key: "k", n },
  { step: "ack", group, key: "k", n, attempt },
];
const all = (n: number): readonly HistoryEvent[] => [...published(n), ...handled(n)];
const verdictOf = (
  events: readonly HistoryEvent[],
  left: Partial<FinalGroup> & { readonly connections?: number } = {},
  promised: Partial<Expected> = {},
) => {
  const { connections = 0, ...facts } = left;
  const lines: HistoryLine[] = events.map((event, at) => ({ ...event, at: at * 60e6, pid: 1 }));
  const final: Final = { groups: { g: { ...empty, ...facts } }, connections };
  return check(lines, final, { ...expected, ...promised });
};

test("a run that keeps its promises has no violation, and is counted", async () => {
  const { violations, counts } = await verdictOf(
    [
      ...all(0),
      ...published(1),
      { step: "fault", kind: "kill" },
      { step: "deliver", group, key: "k", n: 1, attempt: 1 },
      { step: "retry", group, key: "k", n: 1, attempt: 1 },
      ...handled(1, 2),
      { step: "recovered", kind: "kill", ms: 900 },
      { step: "publish", key: "k", n: 2 },
      { step: "publish-failed", key: "k", n: 2, error: "unavailable" },
      ...published(3),
      { step: "backlog", pending: 10, length: 100 },
    ],
    { letters: [{ id: "k:3", attempt: 3, reason: "exhausted" }] },
  );
  expect(violations).toEqual([]);
  expect(counts).toMatchObject({
    published: 3,
    unconfirmed: 1,
    publishFailures: 1,
    deliveries: 3,
    redeliveries: 1,
    effects: 2,
    retries: 1,
    deadLetters: 1,
    faults: { kill: 1 },
    recoveries: { kill: [900] },
  });
});

const delivered = (n: number, attempt: number): HistoryEvent => ({
  step: "deliver",
  group,
  key: "k",
  n,
  attempt,
});
const heap = (bytes: number): HistoryEvent => ({ step: "heap", role: "consumer", bytes });

test.each<[string, Parameters<typeof verdictOf>, string]>([
  ["L: confirmed, no effect", [published(0)], "L g: k:0 was confirmed and had no effect"],
  [
    "L: the table has no row, whatever the process wrote",
    [all(0), { effects: [] }],
    "L g: k:0 was confirmed and had no effect",
  ],
  ["E: two effects", [[...all(0), ...handled(0, 2)]], "E g: k:0 had its effect 2 times"],
  [
    "E: two rows",
    [
      all(0),
      {
        effects: [
          { key: "k", n: 0 },
          { key: "k", n: 0 },
        ],
      },
    ],
    "E g: k:0 had its effect 2 times",
  ],
  [
    "O: a later message first",
    [[...published(0), ...published(1), ...handled(1), ...handled(0)]],
    "O g: k:0 came after k:1",
  ],
  [
    "O: under halt-key a replay keeps its place",
    [
      [...published(0), ...all(1), { step: "replay", group, key: "k", n: 0 }, ...handled(0)],
      {},
      { policy: "halt-key" },
    ],
    "O g: k:0 came after k:1",
  ],
  [
    "A: attempts go back",
    [[...published(0), delivered(0, 2), ...handled(0, 1)]],
    "A g: k:0 had attempt 2, then 1",
  ],
  ["A: too many", [[...published(0), ...handled(0, 4)]], "A g: k:0 was delivered as attempt 4"],
  [
    "A: the letter forgot some",
    [
      [...published(0), delivered(0, 3)],
      { letters: [{ id: "k:0", attempt: 2, reason: "exhausted" }] },
    ],
    "A g: the dead letter k:0 counts 2 attempts, seen were 3",
  ],
  [
    "B: pending",
    [[{ step: "backlog", pending: 11, length: 0 }]],
    "B 11 messages were pending, at most 10 may be",
  ],
  [
    "B: length",
    [[{ step: "backlog", pending: 0, length: 101 }]],
    "B The streams held 101 entries, at most 100 may be there",
  ],
  [
    "B: heap",
    [[1, 1, 1, 2, 2, 2, 3, 3, 3].map((mb) => heap(mb * 1_000_000))],
    "B The heap of process 1 grew by 2000000 bytes",
  ],
  [
    "V: slow",
    [[{ step: "recovered", kind: "kill", ms: 1001 }]],
    "V After `kill` the backlog took 1001 ms",
  ],
  ["V: never", [[], { unread: 1 }], "V g: 1 messages were never read"],
  ["Q: pending", [[], { pending: 2 }], "Q g: 2 messages stayed pending"],
  ["Q: members", [[], { members: 1 }], "Q g: 1 members are still there"],
  ["Q: leases", [[], { leases: 1 }], "Q g: 1 partitions still have an owner"],
  ["Q: ghosts", [[], { consumers: ["host-7"] }], "Q g: consumers host-7 are nobody's"],
  ["Q: connections", [[], { connections: 3 }], "Q 3 connections were still open at the end"],
  [
    "Q: unexpected",
    [[{ step: "unexpected", text: "unhandled rejection" }]],
    "Q Process 1: unhandled rejection",
  ],
])("%s is found", async (_, run, violation) => {
  const { violations } = await verdictOf(...run);
  expect(violations.map(({ invariant, text }) => `${invariant} ${text}`)).toEqual([violation]);
});

test("a message that still waits is not lost, but late", async () => {
  const { violations, counts } = await verdictOf(published(0), { queued: ["k:0"], unread: 1 });
  expect(violations.map(({ invariant }) => invariant)).toEqual(["V"]);
  expect(counts.lost).toBe(0);
});

test("duplicates are no violation where at least once is promised, and the first one counts for order", async () => {
  const { violations, counts } = await verdictOf(
    [...all(0), ...all(1), ...handled(0, 2), ...handled(1, 2)],
    {},
    { groups: { g: "at-least-once" } },
  );
  expect(violations).toEqual([]);
  expect(counts).toMatchObject({ effects: 2, duplicates: 2, doubleEffects: 0 });
});

test("a replayed letter of a key that went on may come late, with attempts anew", async () => {
  const { violations } = await verdictOf([
    ...published(0),
    delivered(0, 3),
    ...all(1),
    { step: "replay", group, key: "k", n: 0 },
    ...handled(0, 1),
  ]);
  expect(violations).toEqual([]);
});

test("of many violations the first are spelled out and all are counted", async () => {
  const { violations, counts } = await verdictOf(
    Array.from({ length: 50 }, (_, n) => published(n)).flat(),
  );
  expect(violations).toHaveLength(21);
  expect(violations.at(-1)?.text).toBe("and 30 more");
  expect(counts.lost).toBe(50);
});

test("a piece of a line that a killed process left is passed over, and what follows it counts", () => {
  const line = '{"step":"fault","kind":"client kill","at":1,"pid":2}';
  expect(parseLine(`{"step":"publish-ok","key${line}`)).toEqual(JSON.parse(line));
  expect(parseLine('{"step":"publish-ok","key')).toBeNull();
  expect(parseLine(line)).toEqual(JSON.parse(line));
});
