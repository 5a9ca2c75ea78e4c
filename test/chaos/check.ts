import { createGroupRecord, type GroupRecord } from "./group-record.ts";
import type { HistoryLine } from "./history.ts";
import { createReport, type Expected, type Final, type Report, type Verdict } from "./verdict.ts";

/** Reads a whole history against what was promised. */
export async function check(
  lines: AsyncIterable<HistoryLine> | Iterable<HistoryLine>,
  final: Final,
  expected: Expected,
): Promise<Verdict> {
  const report = createReport();
  const groups = new Map(
    Object.entries(final.groups).map(([name, left]) => [
      name,
      createGroupRecord(name, left, expected, report),
    ]),
  );
  const reading: Reading = { groups, published: new Map(), heaps: new Map(), report, expected };
  for await (const line of lines) readLine(line, reading);
  for (const name of Object.keys(expected.groups)) {
    const group = groups.get(name);
    if (group === undefined) report.violated("Q", `Nothing is known about the end of \`${name}\``);
    else group.finish(confirmedOf(reading.published));
  }
  for (const states of reading.published.values()) {
    for (const state of states) {
      if (state === confirmed) report.counts.published++;
      else if (state === attempted) report.counts.unconfirmed++;
    }
  }
  checkHeaps(reading);
  if (final.connections > 0) {
    report.violated("Q", `${final.connections} connections were still open at the end`);
  }
  return { violations: report.violations(), counts: report.counts };
}

const attempted = 1;
const confirmed = 2;

interface Reading {
  readonly groups: ReadonlyMap<string, GroupRecord>;
  /** By key, then by the message's `n`. */
  readonly published: Map<string, number[]>;
  /** By process. */
  readonly heaps: Map<number, { readonly at: number; readonly bytes: number }[]>;
  readonly report: Report;
  readonly expected: Expected;
}

function readLine(line: HistoryLine, reading: Reading): void {
  const { report, expected, published } = reading;
  const { counts } = report;
  switch (line.step) {
    case "publish":
      listOf(published, line.key)[line.n] ??= attempted;
      return;
    case "publish-ok":
      listOf(published, line.key)[line.n] = confirmed;
      return;
    case "publish-failed":
      counts.publishFailures++;
      return;
    case "deliver":
    case "effect":
    case "duplicate":
    case "ack":
    case "retry":
    case "dead-letter":
    case "replay":
      reading.groups.get(line.group)?.read(line);
      return;
    case "fault":
      counts.faults[line.kind] = (counts.faults[line.kind] ?? 0) + 1;
      return;
    case "recovered":
      counts.recoveries[line.kind] = [...(counts.recoveries[line.kind] ?? []), line.ms];
      if (line.ms > (expected.maxRecoveryMs ?? Number.POSITIVE_INFINITY)) {
        report.violated("V", `After \`${line.kind}\` the backlog took ${line.ms} ms`);
      }
      return;
    case "warning":
      counts.warnings++;
      return;
    case "unexpected":
      report.violated("Q", `Process ${line.pid}: ${line.text}`);
      return;
    case "heap":
      listOf(reading.heaps, line.pid).push({ at: line.at, bytes: line.bytes });
      return;
    case "backlog":
      checkBacklog(line, expected, report);
      return;
    case "restore":
      return;
    default:
      line satisfies never;
  }
}

function checkBacklog(
  { pending, length }: { readonly pending: number; readonly length: number },
  { maxPending, maxLength }: Expected,
  report: Report,
): void {
  if (maxPending !== undefined && pending > maxPending) {
    report.violated("B", `${pending} messages were pending, at most ${maxPending} may be`);
  }
  if (maxLength !== undefined && length > maxLength) {
    report.violated("B", `The streams held ${length} entries, at most ${maxLength} may be there`);
  }
}

/** A process's heap may not grow for ever: the last third of its life against the first. */
function checkHeaps({ heaps, report, expected }: Reading): void {
  for (const [pid, samples] of heaps) {
    const third = Math.floor(samples.length / 3);
    if (third < 3) continue;
    const median = (some: typeof samples): number =>
      some.map(({ bytes }) => bytes).sort((a, b) => a - b)[Math.floor(some.length / 2)] ?? 0;
    const growth = median(samples.slice(-third)) - median(samples.slice(0, third));
    const minutes = ((samples.at(-third)?.at ?? 0) - (samples[0]?.at ?? 0)) / 60e6;
    // In a short life a heap that fills for the first time looks like one that leaks.
    if (minutes > 1) {
      report.counts.heapSlope = Math.max(report.counts.heapSlope, growth / minutes);
    }
    if (growth > (expected.maxHeapGrowth ?? Number.POSITIVE_INFINITY)) {
      report.violated("B", `The heap of process ${pid} grew by ${Math.round(growth)} bytes`);
    }
  }
}

function* confirmedOf(published: ReadonlyMap<string, readonly number[]>) {
  for (const [key, states] of published) {
    for (const [n, state] of states.entries()) if (state === confirmed) yield { key, n };
  }
}

function listOf<Key, Item>(lists: Map<Key, Item[]>, key: Key): Item[] {
  const known = lists.get(key);
  if (known !== undefined) return known;
  const created: Item[] = [];
  lists.set(key, created);
  return created;
}
