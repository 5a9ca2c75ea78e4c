/**
 * `node bench/compat/public.ts [<folder>]`: compares whole public documents from npm, each with itself and with the release
 * before. They are too big to depend on; the first run fetches them with `npm pack` into the folder.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { compareSides } from "@berrys/codegen/compat/compare";
import { openSide } from "@berrys/codegen/compat/sources/open-side";
import { extract } from "tar";

const archive = "octokit-openapi-23.0.2.tgz";
const documents = "package/generated";
const pairs: readonly (readonly [old: string, now: string])[] = [
  ["api.github.com.json", "api.github.com.json"],
  ["ghec.json", "ghec.json"],
  ["ghes-3.19.json", "ghes-3.19.json"],
  ["ghes-3.17.json", "ghes-3.18.json"],
  ["ghes-3.18.json", "ghes-3.19.json"],
];

const folder = resolve(process.argv[2] ?? join(tmpdir(), "berrys-public"));
if (!existsSync(join(folder, documents))) {
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(folder, archive)))
    execFileSync("npm", ["pack", "--silent", "@octokit/openapi@23.0.2"], { cwd: folder });
  const wanted = new Set(pairs.flat().map((name) => `${documents}/${name}`));
  await extract({ file: join(folder, archive), cwd: folder, filter: (path) => wanted.has(path) });
}

for (const [old, now] of pairs) {
  const started = performance.now();
  const sides = await Promise.all(
    [old, now].map((name) =>
      openSide({ kind: "file", path: join(folder, documents, name), label: name }),
    ),
  );
  const [before, after] = sides;
  if (before === undefined || after === undefined) throw new Error("expected two documents");
  const [findings, diagnostics] = await compareSides(before, after);
  const seconds = ((performance.now() - started) / 1000).toFixed(2);
  for (const { message } of diagnostics) process.stdout.write(`${message}\n`);
  const counts = ["error", "warn", "info"].map(
    (level) => `${findings.filter((finding) => finding.level === level).length} ${level}`,
  );
  process.stdout.write(`${old} → ${now}: ${counts.join(", ")} in ${seconds} s\n`);
  if (old !== now) {
    const byRule = Map.groupBy(findings, ({ level, id }) => `${level} ${id}`);
    for (const [rule, found] of [...byRule].sort(([, a], [, b]) => b.length - a.length))
      process.stdout.write(
        `  ${found.length} × ${rule}: ${found[0]?.path}: ${found[0]?.message}\n`,
      );
  } else if (findings.length > 0) {
    process.exitCode = 1;
    for (const { id, path, message } of findings.slice(0, 20))
      process.stdout.write(`  false alarm: ${id} ${path}: ${message}\n`);
  }
  await Promise.all(sides.map((side) => side.dispose()));
}
