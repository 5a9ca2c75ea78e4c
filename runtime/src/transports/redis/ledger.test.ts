import fc from "fast-check";
import { expect, test } from "vitest";
import { createLedger, type LedgerEntry } from "./ledger.ts";
import { idBefore } from "./stream-id.ts";

const entry = (n: number): LedgerEntry => ({
  entry: `${n}-0`,
  attempts: 0,
  settled: false,
  recorded: false,
  passed: false,
});

test("entries settled in order cost nothing but the offset", () => {
  const ledger = createLedger("0-0");
  const entries = [1, 2, 3].map(entry);
  for (const one of entries) ledger.add(one);
  expect(ledger.change()).toBeNull();
  for (const one of entries) ledger.settle(one);
  expect(ledger.change()).toEqual({
    offset: "3-0",
    before: "0-0",
    floor: "3-0",
    remember: [],
    forget: [],
  });
  expect(ledger.change()).toBeNull();
});

test("an entry that is overtaken is remembered, and forgotten once it is settled", () => {
  const ledger = createLedger("0-0");
  const [slow, quick] = [entry(1), entry(2)];
  ledger.add(slow);
  ledger.add(quick);
  ledger.settle(quick);
  expect(ledger.change()).toEqual({
    offset: "2-0",
    before: "0-0",
    floor: idBefore("1-0"),
    remember: [slow],
    forget: [],
  });
  ledger.settle(slow);
  expect(ledger.change()).toEqual({
    offset: "",
    before: "2-0",
    floor: "2-0",
    remember: [],
    forget: [slow],
  });
});

/** What Redis knows after commits, and what a new owner would handle of it. */
function replay(
  committed: { offset: string; pending: Set<string> },
  all: readonly LedgerEntry[],
): readonly string[] {
  const at = Number(committed.offset.split("-")[0]);
  return all
    .map((one) => one.entry)
    .filter((id) => Number(id.split("-")[0]) > at || committed.pending.has(id));
}

test("whatever the order: after a commit exactly what is not settled is left, and the floor never passes it", () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant("add" as const) }),
    fc.record({ kind: fc.constant("settle" as const), at: fc.nat() }),
    fc.record({ kind: fc.constant("fail" as const), at: fc.nat() }),
    fc.record({ kind: fc.constant("commit" as const) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const ledger = createLedger("0-0");
      const all: LedgerEntry[] = [];
      const committed = { offset: "0-0", pending: new Set<string>() };
      const commit = (): void => {
        const change = ledger.change();
        if (change === null) return;
        if (change.offset !== "") committed.offset = change.offset;
        for (const one of change.remember) committed.pending.add(one.entry);
        for (const one of change.forget) committed.pending.delete(one.entry);
        expect(replay(committed, all)).toEqual(
          all.filter(({ settled }) => !settled).map((one) => one.entry),
        );
        const floor = Number(ledger.floor().split("-")[0]);
        for (const one of all)
          if (!one.settled) expect(floor).toBeLessThan(Number.parseInt(one.entry, 10));
      };
      for (const one of steps) {
        const open = all.filter(({ settled }) => !settled);
        const chosen = "at" in one ? open[one.at % Math.max(1, open.length)] : undefined;
        if (one.kind === "add") {
          all.push(entry(all.length + 1));
          ledger.add(all.at(-1) as LedgerEntry);
        } else if (one.kind === "settle" && chosen !== undefined) ledger.settle(chosen);
        else if (one.kind === "fail" && chosen !== undefined) {
          chosen.recorded = true;
          committed.pending.add(chosen.entry);
        } else if (one.kind === "commit") commit();
      }
      commit();
    }),
  );
});

test("settled entries behind a stuck one do not pile up", () => {
  const ledger = createLedger("0-0");
  const stuck = entry(1);
  ledger.add(stuck);
  for (let n = 2; n < 50_000; n++) {
    const one = entry(n);
    ledger.add(one);
    ledger.settle(one);
    if (n % 100 === 0) ledger.change();
  }
  expect(ledger.floor()).toBe(idBefore("1-0"));
});
