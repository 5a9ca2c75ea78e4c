/** Every command and every snippet of README.md does what it says. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readTree } from "../support/run-berrys.ts";
import { typeCheck } from "../support/type-check.ts";
import { type Block, blocksOf, linksOf } from "./blocks.ts";
import { type Checkout, createCheckout, linkPackages, root, type Started } from "./checkout.ts";

const readme = readFileSync(join(root, "README.md"), "utf8");
const blocks = blocksOf(readme);
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
};

let checkout: Checkout;
let platform: Started;
beforeAll(async () => {
  checkout = await createCheckout();
  platform = checkout.start(checkout.folder, checkout.portBase);
  await platform.ready();
});
afterAll(async () => {
  await platform?.interrupt();
  checkout?.remove();
});

/** A kind of block and what it has to stand. */
interface Rule {
  readonly name: string;
  recognises(block: Block): boolean;
  run(block: Block): Promise<void>;
}

const rules: readonly Rule[] = [
  {
    name: "the two commands",
    recognises: ({ language, content }) => language === "sh" && /^npm ci && npm /.test(content),
    run: async ({ content }) => {
      expect(existsSync(join(root, "package-lock.json"))).toBe(true);
      const named = linesOf(content).map(
        (line) => /^npm ci && npm (\w+)\s*(#.*)?$/.exec(line)?.[1],
      );
      expect(named).toEqual(["start", "test"]);
      expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
    },
  },
  {
    name: "commands of a workspace that is up to date",
    recognises: ({ language, content }) =>
      language === "sh" &&
      linesOf(content).every((line) => /^npx berrys (gen|contracts)\b/.test(line)),
    run: async ({ content }) => {
      const before = readTree(join(checkout.folder, "generated"));
      const { exitCode, stderr, stdout } = await checkout.shell(content);
      expect(stderr).toMatch(/up to date/);
      expect(stdout).toMatch(/\w/);
      expect(exitCode).toBe(0);
      expect(readTree(join(checkout.folder, "generated"))).toEqual(before);
    },
  },
  {
    name: "an excerpt of a contract",
    recognises: ({ language, link }) => language === "yaml" && link !== null,
    run: async ({ content, link }) => expectExcerpt(content, link),
  },
  {
    name: "an excerpt of a source file",
    recognises: ({ language, link }) => language === "ts" && link !== null,
    run: async ({ content, link }) => {
      expectExcerpt(content, link);
      const file = join(root, link ?? "");
      expect(await typeCheck({ "excerpt.ts": `import ${JSON.stringify(file)};\n` })).toEqual([]);
    },
  },
  {
    name: "a program that calls the platform",
    recognises: ({ language, content }) => language === "ts" && content.includes("Client({"),
    run: async ({ content }) => {
      expect(await typeCheck({ "program.ts": content })).toEqual([]);
      writeFileSync(join(checkout.folder, "program.ts"), atPort(content));
      const { stdout, stderr, exitCode } = await checkout.shell("node program.ts");
      expect(stderr).toBe("");
      expect(stdout).toMatch(/^[0-9a-f-]{36} created\n$/);
      expect(exitCode).toBe(0);
    },
  },
  {
    name: "a call with curl",
    recognises: ({ language, content }) => language === "sh" && /^curl /.test(content),
    run: async ({ content }) => {
      // Fetched here, since not every machine has curl; the shell splits the words.
      const { stdout } = await checkout.shell(
        `curl() { printf '%s\\n' "$@"; }\n${atPort(content)}`,
      );
      const [silent, url, header, value, ...rest] = linesOf(stdout);
      expect([silent, header, rest]).toEqual(["-s", "-H", []]);
      const [name = "", ...text] = (value ?? "").split(":");
      const response = await fetch(url ?? "", { headers: { [name]: text.join(":").trim() } });
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({
        data: expect.arrayContaining([expect.objectContaining({ name: "Customer Data Analysis" })]),
        meta: { version: "1.0" },
      });
    },
  },
  {
    name: "a workspace of one's own",
    recognises: ({ language, content }) => language === "sh" && /^npx berrys init /.test(content),
    run: async ({ content }) => {
      const commands = linesOf(content);
      const install = commands.findIndex((line) => line.startsWith("npm install "));
      expect(commands.at(-1)).toBe("npm start");
      expect((await checkout.shell(commands.slice(0, install).join("\n"))).exitCode).toBe(0);
      const workspace = join(dirname(checkout.folder), "greetings");
      expect(readdirSync(workspace)).toContain("berrys.yaml");
      expectPackages(commands[install] ?? "", workspace);
      linkPackages(workspace);
      const generate = commands.slice(install + 1, -1).join("\n");
      expect(
        (await checkout.shell(`cd ${workspace}\n${generate}\nnode_modules/.bin/tsc -p .`)).stdout,
      ).toBe("");
      // One port that the platform leaves free.
      const port = checkout.portBase + 7;
      const started = checkout.start(workspace, port);
      try {
        const { stdout } = await started.ready();
        expect(stdout).toContain(`Greeter  http://127.0.0.1:${port}\n`);
        const health = await fetch(`http://127.0.0.1:${port}/health/ready`);
        expect(health.status).toBe(200);
      } finally {
        expect((await started.interrupt()).exitCode).toBe(0);
      }
    },
  },
];

describe("blocks", () => {
  test.each(blocks.map((block) => [block.line, block.language, block] as const))(
    "line %i: %s",
    async (_line, _language, block) => {
      const fitting = rules.filter((rule) => rule.recognises(block));
      expect(fitting.map(({ name }) => name)).toHaveLength(1);
      await fitting[0]?.run(block);
    },
  );

  test("each rule has one", () => {
    for (const rule of rules) expect(blocks.some(rule.recognises), rule.name).toBe(true);
  });
});

describe("text", () => {
  test("has at most 120 lines, no badges and no words that talk down", () => {
    expect(readme.trimEnd().split("\n").length).toBeLessThanOrEqual(120);
    expect(readme).not.toMatch(/\b(just|simply|easy|easily)\b|!\[|<img/i);
  });

  test("links lead to files", () => {
    for (const link of linksOf(readme)) expect(existsSync(join(root, link)), link).toBe(true);
  });

  test("names scripts and commands that exist", async () => {
    const named = [...readme.matchAll(/npm run (\w+)/g)].map((match) => match[1] ?? "");
    expect(named.length).toBeGreaterThan(5);
    for (const name of named) expect(Object.keys(scripts), name).toContain(name);
    const { stdout } = await checkout.shell("npx berrys --help");
    for (const [, command] of readme.matchAll(/`(?:npx )?berrys (\w+)/g))
      expect(stdout).toMatch(new RegExp(`^ +${command}\\b`, "m"));
  });

  test("names settings that are read", () => {
    const rows = readme.split("\n").filter((line) => line.startsWith("| `"));
    const named = rows.flatMap((row) =>
      [...(row.split("|")[1] ?? "").matchAll(/`(\w+)`/g)].map((match) => match[1] ?? ""),
    );
    expect(named).toContain("REDIS_URL");
    const sources = ["runtime/src", "cli/src", "services"].flatMap((folder) =>
      Object.entries(readTree(join(root, folder))).filter(([path]) =>
        /(?<!\.test)\.ts$/.test(path),
      ),
    );
    const code = sources.map(([, content]) => content).join("\n");
    for (const name of named) expect(new RegExp(`\\b${name}\\b`).test(code), name).toBe(true);
  });
});

test("READMEs of folders have at most 40 lines, and each folder and service has one", () => {
  const services = readdirSync(join(root, "services"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `services/${name}`);
  const folders = ["bench", "cli", "codegen", "contracts", "demo", "runtime", "services", "test"];
  for (const folder of [...folders, ...services]) {
    const file = join(root, folder, "README.md");
    expect(existsSync(file), `${folder}/README.md`).toBe(true);
    const text = readFileSync(file, "utf8");
    expect(text.trimEnd().split("\n").length, folder).toBeLessThanOrEqual(40);
    for (const link of linksOf(text).filter((target) => !target.startsWith("http")))
      expect(existsSync(join(root, folder, link)), `${folder}: ${link}`).toBe(true);
  }
});

test("Ctrl-C stops the platform", async () => {
  const { exitCode, stdout, stderr } = await platform.interrupt();
  expect(stdout).toContain(`http://127.0.0.1:${checkout.portBase}`);
  expect(stdout).toContain("API key (development): bk_dev");
  expect(stderr).toMatch(/stopped\n$/);
  expect(exitCode).toBe(0);
});

function linesOf(text: string): readonly string[] {
  return text.split("\n").filter((line) => line.trim() !== "");
}

function atPort(text: string): string {
  return text.replaceAll("127.0.0.1:8080", `127.0.0.1:${checkout.portBase}`);
}

/** A shown contract or source is literally part of the file that is linked above it. */
function expectExcerpt(content: string, link: string | null): void {
  expect(readFileSync(join(root, link ?? ""), "utf8")).toContain(content);
}

/** `npm install` is given folders of packages, and they are the ones that the workspace asks for. */
function expectPackages(install: string, workspace: string): void {
  const folders = [...install.matchAll(/"\$OLDPWD\/(\w+)"/g)].map((match) => match[1] ?? "");
  const names = folders.map((folder) => packageOf(join(root, folder)).name);
  const { dependencies, devDependencies } = packageOf(workspace);
  const asked = Object.keys({ ...dependencies, ...devDependencies });
  for (const name of asked.filter((name) => name.includes("berrys"))) expect(names).toContain(name);
  expect(install).toBe(["npm install", ...folders.map((name) => `"$OLDPWD/${name}"`)].join(" "));
}

interface Package {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function packageOf(folder: string): Package {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Package;
}
