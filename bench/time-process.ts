import { spawn } from "node:child_process";

/** Seconds from start to end of a process; one that ends with another code than expected rejects with what it said. */
export function timeProcess(
  command: string,
  args: readonly string[],
  cwd: string,
  exitCode = 0,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(command, args, { cwd, stdio: ["ignore", "ignore", "pipe"] });
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text) => {
      stderr += text;
    });
    child.once("error", reject);
    child.once("close", (code) => {
      const seconds = (performance.now() - started) / 1000;
      if (code === exitCode) resolve(seconds);
      else reject(new Error(`${command} ${args.join(" ")} ended with ${code}\n${stderr}`));
    });
  });
}
