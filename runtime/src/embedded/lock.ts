import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BerrysError } from "../errors.ts";

/**
 * Takes a data folder for this process alone; the result gives it back. Refuses with `failed_precondition` while
 * another process that is alive has it; what a crash left is taken over.
 */
export function lockFolder(directory: string): () => void {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, "running.pid");
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx" });
      return () => rmSync(file, { force: true });
    } catch (error) {
      const isTaken = error instanceof Error && "code" in error && error.code === "EEXIST";
      if (!isTaken || attempt > 0) throw error;
      const owner = Number(readFileSync(file, "utf8"));
      if (isAlive(owner)) {
        throw new BerrysError(
          "failed_precondition",
          `Process ${owner} already works with the data in ${directory}; stop it first.`,
        );
      }
      rmSync(file, { force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
