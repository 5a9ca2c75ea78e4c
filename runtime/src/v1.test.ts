import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";

/** Modules that running `file` loads: imports of types alone vanish. */
function loadedBy(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const source = readFileSync(file, "utf8");
  for (const [, clause = "", target = ""] of source.matchAll(
    /^(?:import|export)\s([^;]*?)from "([^"]+)";/gm,
  )) {
    if (clause.startsWith("type ")) continue;
    const names = clause.replaceAll(/[{}]/g, "").split(",");
    const onlyTypes = names.every((name) => name.trim() === "" || name.trim().startsWith("type "));
    if (onlyTypes && clause.includes("{")) continue;
    if (target.startsWith(".")) loadedBy(join(dirname(file), target), seen);
    else seen.add(target);
  }
  return seen;
}

it("loads nothing of Node, so that emitted clients run in browsers", () => {
  const loaded = [...loadedBy(join(import.meta.dirname, "v1.ts"))];
  expect(loaded.filter((name) => !name.startsWith("/"))).toEqual(["openapi-fetch"]);
  expect(loaded.some((name) => name.endsWith("rest/client.ts"))).toBe(true);
});
