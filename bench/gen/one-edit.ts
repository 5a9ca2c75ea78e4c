import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Edits one event file of a workspace in date, generates, and says which files that rewrote. */
export async function regeneratedByOneEdit(folder: string, berrys: string): Promise<string> {
  const events = join(folder, "contracts/events");
  const [first] = readdirSync(events).sort();
  if (first === undefined) throw new Error(`no event file in ${events}`);
  const path = join(events, first);
  const before = readFileSync(path, "utf8");
  const after = before.replace(/^(\s+description: )(?![|>'"])(\S.*)$/m, "$1Edited. $2");
  if (after === before) throw new Error(`${first} has no description to edit`);
  writeFileSync(path, after);
  const started = performance.now();
  const stdout = execFileSync(process.execPath, [berrys, "gen", "--json"], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(2);
  const { changes, total }: { changes: { path: string }[]; total: number } = JSON.parse(stdout);
  const rewritten = changes.map(({ path }) => path).join(", ");
  return `one edit in contracts/events/${first}: ${changes.length} of ${total} files rewritten in ${seconds} s: ${rewritten}`;
}
