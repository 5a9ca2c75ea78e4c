/**
 * `node time-comparison.ts <old> <new>`: milliseconds that reading and comparing two documents takes in a process that has
 * done it before, without its start, and how many findings there are: `{"ms": 1.5, "findings": 7}`.
 */
import { resolve } from "node:path";
import { compareSides } from "@berrys/codegen/compat/compare";
import { openSide } from "@berrys/codegen/compat/sources/open-side";

const [old = "", now = ""] = process.argv.slice(2).map((path) => resolve(path));

async function compareOnce(): Promise<number> {
  const sides = await Promise.all(
    [old, now].map((path) => openSide({ kind: "file", path, label: path })),
  );
  const [before, after] = sides;
  if (before === undefined || after === undefined) throw new Error("expected two documents");
  const [findings, diagnostics] = await compareSides(before, after);
  await Promise.all(sides.map((side) => side.dispose()));
  if (diagnostics.length > 0) throw new Error(diagnostics[0]?.message);
  return findings.length;
}

// Compiles what is hot; small documents are over before that happens by itself.
const warmUntil = performance.now() + 500;
let findings = await compareOnce();
while (performance.now() < warmUntil) findings = await compareOnce();
const started = performance.now();
await compareOnce();
process.stdout.write(JSON.stringify({ ms: performance.now() - started, findings }));
