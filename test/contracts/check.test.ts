/**
 * What CI asks of this repository's own contracts: generated code in date, no mistake that lint finds, nothing broken since the
 * commit that is worked on (`BERRYS_AGAINST` names another one, e.g. `origin/main` or `latest-tag`).
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const repository = join(import.meta.dirname, "../..");

test("berrys check passes", async () => {
  const against = process.env.BERRYS_AGAINST ?? "HEAD";
  const run = await berrys("check", "--against", against, "--fail-on", "warn");
  expect(run.exitCode, run.output).toBe(0);
  expect(run.output).toContain("berrys check");
});

function berrys(
  ...args: readonly string[]
): Promise<{ readonly exitCode: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const bin = join(repository, "cli/bin/berrys.js");
    const child = spawn(process.execPath, [bin, ...args], {
      cwd: repository,
      env: { ...process.env, NO_COLOR: "1" },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    child.once("error", reject);
    child.once("close", (exitCode) => resolve({ exitCode, output }));
  });
}
