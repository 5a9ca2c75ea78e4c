/**
 * `npm run golden [case… | compat[/group[/rule]]]`: makes what the cases do now their expectation. Look at the diff
 * before you commit it.
 */
import { isDeepStrictEqual } from "node:util";
import { caseFiles, writeFinds } from "../compat/golden/cases.ts";
import { runCase as compare } from "../compat/golden/run-case.ts";
import { caseNames, readExpected, runCase, writeExpected } from "./golden-case.ts";

if (process.env.CI) {
  process.stderr.write(
    "npm run golden rewrites expectations, which is for people to do: not under CI.\n",
  );
  process.exit(2);
}
const wanted = process.argv.slice(2);
const isCompat = (name: string) => name.split("/")[0] === "compat";
const names = wanted.length > 0 ? wanted.filter((name) => !isCompat(name)) : caseNames();
let changed = 0;
for (const name of names) {
  const outcome = await runCase(name);
  if (isDeepStrictEqual(outcome, readExpected(name))) continue;
  writeExpected(name, outcome);
  process.stderr.write(`updated ${name}\n`);
  changed += 1;
}
const paths = wanted.filter(isCompat);
const files = caseFiles().filter(({ group, rule }) => {
  const path = `compat/${group}/${rule}`;
  return wanted.length === 0 || paths.some((one) => path === one || path.startsWith(`${one}/`));
});
for (const file of files) {
  const finds: (readonly string[])[] = [];
  for (const one of file.fires) finds.push((await compare(file, one)).map(({ line }) => line));
  if (!writeFinds(file, finds)) continue;
  process.stderr.write(`updated compat/${file.group}/${file.rule}\n`);
  changed += 1;
}
process.stderr.write(`${names.length + files.length} cases, ${changed} updated\n`);
