import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { catalog } from "@berrys/codegen/diagnostics/catalog";
import { emitters } from "@berrys/codegen/emit/index";
import { describe, expect, test } from "vitest";
import { caseNames, readExpected, runCase } from "./golden-case.ts";

const names = caseNames();
const expected = new Map(names.map((name) => [name, readExpected(name)]));
const repository = join(import.meta.dirname, "../..");

describe("golden", () => {
  test.each(names)("%s", async (name) => {
    expect(await runCase(name)).toEqual(expected.get(name));
  });
});

describe("coverage", () => {
  const reports = [...expected.values()].map((outcome) => outcome["stderr.txt"] ?? "").join("\n");

  test.each(Object.keys(catalog))("a case shows %s", (code) => {
    expect(reports).toContain(` ${code}: `);
  });

  const paths = [...expected.values()].flatMap((outcome) => Object.keys(outcome));

  test.each(Object.keys(emitters))("a case shows the emitter of %s", (kind) => {
    const ofKind = kind === "topology" ? "/topology.ts" : `/${kind}/`;
    expect(paths.some((path) => path.startsWith("expect/") && path.includes(ofKind))).toBe(true);
  });
});

test("TypeScript accepts everything that the cases emit", () => {
  const tsc = join(repository, "node_modules/typescript-7/bin/tsc");
  const run = () =>
    execFileSync(process.execPath, [tsc, "-p", join(import.meta.dirname, "tsconfig.json")], {
      encoding: "utf8",
      stdio: "pipe",
    });
  expect(outputOf(run)).toBe("");
});

/** What a failing compiler says, instead of how it was called. */
function outputOf(run: () => string): string {
  try {
    return run();
  } catch (error) {
    return String((error as { readonly stdout?: unknown }).stdout ?? error);
  }
}
