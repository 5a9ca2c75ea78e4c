import fc from "fast-check";
import { expect, test } from "vitest";
import { createLedger, type Ledger, type LedgerEntry } from "./ledger.ts";
import { idBefore } from "./stream-id.ts";

const entry = (n: number): LedgerEntry => ({
  entry: `${n}-0`,
  name: `${n}-0`,
  pack: null,
  attempts: 0,
  settled: false,
  recorded: false,
  passed: false,
});

const packed = (n: number, size: number): readonly LedgerEntry[] => {
  const pack = { size, settled: 0, named: false };
  return Array.from({ length: size }, (_, index) => ({
    ...entry(n),
    name: `${n}-0:${index}`,
    pack,
  }));
};

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
    .filter(({ entry: id, name }) => Number(id.split("-")[0]) > at || committed.pending.has(name))
    .map(({ name }) => name);
}

function namesOf(
  all: readonly LedgerEntry[],
  chosen: (entry: LedgerEntry) => boolean,
): readonly string[] {
  return all.filter(chosen).map(({ name }) => name);
}

test("whatever the order: after a commit exactly what is not settled is left, and the floor never passes it", () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant("add" as const), size: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ kind: fc.constant("settle" as const), at: fc.nat() }),
    fc.record({ kind: fc.constant("fail" as const), at: fc.nat() }),
    fc.record({ kind: fc.constant("commit" as const) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const ledger = createLedger("0-0");
      const all: LedgerEntry[] = [];
      let last = 0;
      const committed = { offset: "0-0", pending: new Set<string>() };
      const commit = (atOnce = false): void => {
        const change = ledger.change(atOnce);
        if (change === null) return;
        if (change.offset !== "") committed.offset = change.offset;
        for (const one of change.remember) committed.pending.add(one.name);
        for (const one of change.forget) committed.pending.delete(one.name);
        const at = Number(committed.offset.split("-")[0]);
        const isHeldBack = ({ entry: id, pack }: LedgerEntry): boolean =>
          pack !== null && Number(id.split("-")[0]) > at;
        const left = replay(committed, all);
        expect(left).toEqual(expect.arrayContaining([...namesOf(all, ({ settled }) => !settled)]));
        const wrong = namesOf(all, (one) => one.settled && (atOnce || !isHeldBack(one)));
        expect(left.filter((name) => wrong.includes(name))).toEqual([]);
        const floor = Number(ledger.floor().split("-")[0]);
        for (const one of all)
          if (!one.settled) expect(floor).toBeLessThan(Number.parseInt(one.entry, 10));
      };
      for (const one of steps) {
        const open = all.filter(({ settled }) => !settled);
        const chosen = "at" in one ? open[one.at % Math.max(1, open.length)] : undefined;
        if (one.kind === "add") {
          const added = one.size === 1 ? [entry(++last)] : packed(++last, one.size);
          for (const some of added) ledger.add(some);
          all.push(...added);
        } else if (one.kind === "settle" && chosen !== undefined) ledger.settle(chosen);
        else if (one.kind === "fail" && chosen !== undefined) {
          chosen.recorded = true;
          if (chosen.pack !== null) chosen.pack.named = true;
          committed.pending.add(chosen.name);
        } else if (one.kind === "commit") commit();
      }
      commit();
      commit(true);
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

test("a packed entry is passed once all of it is settled", () => {
  const ledger = createLedger("0-0");
  const [first, second] = packed(1, 2);
  if (first === undefined || second === undefined) throw new Error("two were packed");
  for (const one of [first, second]) ledger.add(one);
  ledger.settle(second);
  expect(ledger.change()).toMatchObject({ offset: "", remember: [] });
  expect(ledger.change()).toBeNull();
  ledger.settle(first);
  expect(ledger.change()).toMatchObject({ offset: "1-0", floor: "1-0", remember: [], forget: [] });
  expect(ledger.change()).toBeNull();
});

const whenPassed: Readonly<
  Record<string, (pack: readonly LedgerEntry[], ledger: Ledger<LedgerEntry>) => boolean>
> = {
  "one of it is known by name": ([first]) => {
    if (first?.pack) first.pack.named = true;
    if (first) first.recorded = true;
    return false;
  },
  "something after it is settled": (_pack, ledger) => {
    const next = entry(2);
    ledger.add(next);
    ledger.settle(next);
    return false;
  },
  "it must be at once": () => true,
};

test.each(Object.entries(whenPassed))(
  "what is left of a packed entry is remembered where %s",
  (_when, happens) => {
    const ledger = createLedger<LedgerEntry>("0-0");
    const pack = packed(1, 4);
    for (const one of pack) ledger.add(one);
    ledger.settle(pack[2] as LedgerEntry);
    ledger.change();
    const change = ledger.change(happens(pack, ledger));
    expect(change?.offset).toMatch(/^[12]-0$/);
    expect(pack.filter(({ recorded }) => recorded)).toEqual([pack[0], pack[1], pack[3]]);
    expect(change?.remember.every((one) => pack.includes(one))).toBe(true);
  },
);

test("a delivery that an earlier owner has counted is not forgotten before its packed entry is passed", () => {
  const ledger = createLedger("0-0");
  const pack = packed(1, 3);
  const [counted, ...others] = pack;
  if (counted === undefined) throw new Error("three were packed");
  counted.recorded = true;
  for (const one of pack) ledger.add(one);
  ledger.settle(counted);
  expect(ledger.change()).toEqual({
    offset: "1-0",
    before: "0-0",
    floor: idBefore("1-0"),
    remember: others,
    forget: [counted],
  });
});
