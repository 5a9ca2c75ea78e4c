/** `docs/dead-letters.md` does what it says, from top to bottom, on a real Redis and real processes. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { expect, test } from "vitest";
import { type Block, blocksOf } from "../readme/blocks.ts";
import { createCheckout, linkPackages, root, type Started } from "../readme/checkout.ts";
import { findRedis } from "../support/redis.ts";

const text = readFileSync(join(root, "docs/dead-letters.md"), "utf8");

test("the tutorial about dead letters does what it says", { timeout: 240_000 }, async () => {
  const redis = findRedis();
  if (redis === null) throw new Error("no redis-server");
  // What a reader has on the PATH.
  process.env.PATH = `${dirname(redis.executable)}${delimiter}${process.env.PATH}`;
  if (redis.env.LD_LIBRARY_PATH) process.env.LD_LIBRARY_PATH = redis.env.LD_LIBRARY_PATH;
  process.env.USER = "you";
  const checkout = await createCheckout();
  const workspace = join(dirname(checkout.folder), "greetings");
  let started: Started | null = null;
  let printed = "";
  let shown = 0;

  const shell = async (script: string): Promise<void> => {
    const atPort = script.replaceAll("127.0.0.1:8080", `127.0.0.1:${checkout.portBase}`);
    // Not every machine has curl. An answer that is an error ends the block.
    const print =
      "fetch(process.argv[2]).then(async (r) => console.log(await r.text()) ?? process.exit(r.ok ? 0 : 1))";
    const curl = `curl() { node -e '${print}' -- "$@"; }`;
    const { exitCode, stdout, stderr } = await checkout.shell(`${curl}\n${atPort}`);
    expect(exitCode, `${script}${stdout}${stderr}`).toBe(0);
    printed = stdout;
  };
  const runBlock = async ({ language, content }: Block): Promise<void> => {
    if (language === "ts") {
      const file = join(workspace, /^\/\/ (\S+)\n/.exec(content)?.[1] ?? "");
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    } else if (language === "text") {
      shown++;
      await untilSettled(workspace, shell, content, () => printed);
    } else if (content === "npm start\n") {
      await started?.interrupt();
      started = checkout.start(workspace, checkout.portBase);
      const starting = started;
      // A busy machine needs longer for the first start of a database.
      await starting.ready().catch(() => starting.ready());
    } else if (content.includes("berrys init")) {
      const [install = ""] = content.split("\n").filter((line) => line.startsWith("npm install"));
      const [before = "", after = ""] = content.split(install);
      await shell(before);
      linkPackages(workspace);
      await shell(`cd ${workspace}\n${after}`);
    } else {
      last = `cd ${workspace}\n${content}`;
      await shell(last);
    }
  };
  let last = "";
  const untilSettled = async (
    _folder: string,
    run: (script: string) => Promise<void>,
    expected: string,
    output: () => string,
  ): Promise<void> => {
    // A message takes a moment; only looking is repeated.
    const repeatable = !/replay/.test(last);
    for (const end = Date.now() + 15_000; ; ) {
      if (normalized(output()) === normalized(expected)) return;
      if (!repeatable || Date.now() > end) break;
      await run(last);
    }
    expect(normalized(output())).toBe(normalized(expected));
  };

  try {
    for (const block of blocksOf(text)) await runBlock(block);
    expect(shown).toBeGreaterThan(5);
    expect(readFileSync(join(workspace, "greeted.txt"), "utf8")).toBe("Ada\nZoë\n");
  } finally {
    await (started as Started | null)?.interrupt();
    checkout.remove();
  }
});

/** What differs from one run to the next, and how wide columns are, does not matter. */
function normalized(output: string): string {
  return output
    .replace(/\d{13}-\d+/g, "<id>")
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, "<time>")
    .replace(/\b(?=[0-9a-f]*\d)[0-9a-f]{8}\b|\b[a-f]{8}\b/g, "<hex>")
    .replace(/[ \t]+/g, " ")
    .replace(/ $/gm, "")
    .trim();
}
