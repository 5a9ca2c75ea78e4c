/** Writes docs/rules.md from the catalog; `--check` writes nothing and exits with 1 where the file is stale. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rulesPage } from "../codegen/src/findings/rules-page.ts";

const path = join(import.meta.dirname, "../docs/rules.md");
const page = rulesPage();

if (!process.argv.includes("--check")) {
  writeFileSync(path, page);
} else if (readFileSync(path, "utf8") !== page) {
  process.stderr.write("docs/rules.md is stale: run `node scripts/rules-docs.ts`\n");
  process.exitCode = 1;
}
