import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { hashOf } from "./hash.ts";
import { readOptional } from "./read-optional.ts";

const home = join(import.meta.dirname, "../..");
const fromSources = import.meta.filename.endsWith(".ts");

/** Names and versions of what produces the output: the same tools give the same bytes. */
export function generatorTools(): Readonly<Record<string, string>> {
  const { name, version, dependencies } = JSON.parse(
    readFileSync(
      join(fromSources ? home : join(import.meta.dirname, ".."), "package.json"),
      "utf8",
    ),
  );
  const driven = ["@bufbuild/buf", "@bufbuild/protoc-gen-es"];
  return {
    [name]: version,
    ...Object.fromEntries(driven.map((tool) => [tool, dependencies[tool]])),
  };
}

/** Where a workspace remembers which state of the generator's sources made its output. */
export const stampPath = ".berrys/generator";

/**
 * The state of the generator beyond its version: empty for a published package; for one that runs from sources
 * it changes with every edit, and output made before the edit counts as unproven.
 */
export function generatorStamp(): string {
  if (!fromSources) return "";
  const sources = join(home, "src");
  const states = readdirSync(sources, { recursive: true, encoding: "utf8" }).map((path) => {
    if (!path.endsWith(".ts") || path.endsWith(".test.ts")) return "";
    const { size, mtimeMs } = statSync(join(sources, path));
    return `${path} ${size} ${mtimeMs}`;
  });
  return hashOf(states.sort().join("\n"));
}

/** The stamp that the last successful run left in a workspace; empty: none. */
export function readStamp(root: string): string {
  return readOptional(join(root, stampPath))?.toString("utf8") ?? "";
}
