import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";

const signals = join(import.meta.dirname, "signals.ts");

/** A process whose handler never ends, and whose host stops as `stop` says. */
async function start(stop: string): Promise<ChildProcess> {
  const program = `
    import { stopOnSignal } from ${JSON.stringify(signals)};
    setInterval(() => {}, 1000);
    stopOnSignal({ urls: {}, stop: () => ${stop} }).then(() => console.log("stopped"));
    console.log("ready");`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program]);
  await once(child.stdout, "data");
  return child;
}

async function ended(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, "exit", { signal: AbortSignal.timeout(15_000) })) as [number];
  return code;
}

test("what a handler left running does not keep a process that has stopped", async () => {
  const child = await start("Promise.resolve()");
  let printed = "";
  child.stdout?.on("data", (chunk) => {
    printed += String(chunk);
  });
  child.kill("SIGTERM");
  expect(await ended(child).finally(() => child.kill("SIGKILL"))).toBe(0);
  expect(printed).toBe("stopped\n");
});

test("a second signal ends a process that is still stopping", async () => {
  const child = await start('new Promise(() => console.log("stopping"))');
  child.kill("SIGTERM");
  await once(child.stdout as NonNullable<typeof child.stdout>, "data");
  child.kill("SIGTERM");
  expect(await ended(child).finally(() => child.kill("SIGKILL"))).toBe(130);
});
