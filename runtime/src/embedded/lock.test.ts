import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lockFolder } from "./lock.ts";

test("one process at a time has a data folder; a dead one's is taken over", () => {
  const folder = mkdtempSync(join(tmpdir(), "berrys-lock-"));
  try {
    const unlock = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(`Process ${process.pid} already works with`);
    unlock();
    const dead = spawnSync(process.execPath, ["-e", ""]).pid;
    writeFileSync(join(folder, "running.pid"), String(dead));
    lockFolder(folder)();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
