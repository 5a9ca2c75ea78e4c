/** `npm run golden [case…]`: makes what the cases do now their expectation. Look at the diff before you commit it. */
import { isDeepStrictEqual } from "node:util";
import { caseNames, readExpected, runCase, writeExpected } from "./golden-case.ts";

if (process.env.CI) {
  process.stderr.write(
    "npm run golden rewrites expectations, which is for people to do: not under CI.\n",
  );
  process.exit(2);
}
const wanted = process.argv.slice(2);
const names = wanted.length > 0 ? wanted : caseNames();
let changed = 0;
for (const name of names) {
  const outcome = await runCase(name);
  if (isDeepStrictEqual(outcome, readExpected(name))) continue;
  writeExpected(name, outcome);
  process.stderr.write(`updated ${name}\n`);
  changed += 1;
}
process.stderr.write(`${names.length} cases, ${changed} updated\n`);
