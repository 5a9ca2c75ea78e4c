import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Version of the `berrys` package. */
export function cliVersion(): string {
  const home = import.meta.filename.endsWith(".ts") ? ".." : ".";
  return JSON.parse(readFileSync(join(import.meta.dirname, home, "package.json"), "utf8")).version;
}
