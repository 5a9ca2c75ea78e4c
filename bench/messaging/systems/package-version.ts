import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Name and version of an installed package, e.g. `bullmq 6.7.0`. */
export function packageVersion(name: string): string {
  const require = createRequire(import.meta.url);
  for (const folder of require.resolve.paths(name) ?? []) {
    try {
      const { version } = JSON.parse(readFileSync(join(folder, name, "package.json"), "utf8"));
      return `${name} ${version}`;
    } catch {
      // not here: the next folder may have it
    }
  }
  return `${name} (version unknown), resolved from ${dirname(import.meta.filename)}`;
}
