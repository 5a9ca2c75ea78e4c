/** `node test/lint/update-golden.ts [rule…]`: writes what the rules say now into their cases. Look at the diff before you commit it. */
import { goldenRules, updateGolden } from "./golden-case.ts";

if (process.env.CI) {
  process.stderr.write("Expectations are rewritten by people, not under CI.\n");
  process.exit(2);
}
const wanted = process.argv.slice(2);
for (const rule of goldenRules()) {
  if (wanted.length > 0 && !wanted.some((name) => rule === name || rule.startsWith(`${name}/`)))
    continue;
  if (await updateGolden(rule)) process.stderr.write(`updated ${rule}\n`);
}
