#!/usr/bin/env node
// Plain JavaScript that old versions of Node understand too: it makes sure that a new enough one runs the rest.
import { existsSync } from "node:fs";
import * as module from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major > 22 || (major === 22 && minor >= 18)) await run();
else await runOnNewerNode();

async function run() {
  module.enableCompileCache?.();
  const sources = join(here, "../src/main.ts");
  const entry = existsSync(sources) ? sources : join(here, "../main.js");
  const { main } = await import(pathToFileURL(entry).href);
  process.exitCode = await main(process.argv.slice(2));
}

async function runOnNewerNode() {
  const node = process.env.BERRYS_NODE === undefined ? findNode() : undefined;
  if (node === undefined) {
    const found = `this is Node ${process.versions.node}`;
    const mend = `install one from https://nodejs.org or add it with \`npm install --save-dev ${platformPackages()[0]}@24\``;
    process.stderr.write(`berrys needs Node 22.18 or newer, and ${found}: ${mend}.\n`);
    process.exitCode = 2;
    return;
  }
  const { spawn } = await import("node:child_process");
  const env = { ...process.env, BERRYS_NODE: node };
  const child = spawn(node, process.argv.slice(1), { stdio: "inherit", env });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to both processes; twice would mean "at once".
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? (signal === "SIGINT" ? 130 : 143);
  });
}

function findNode() {
  for (const start of [process.cwd(), here]) {
    for (let folder = start; ; folder = dirname(folder)) {
      for (const name of platformPackages()) {
        const home = join(folder, "node_modules", name, "bin");
        const node = [join(home, "node"), join(home, "node.exe")].find((path) => existsSync(path));
        if (node !== undefined) return node;
      }
      if (dirname(folder) === folder) break;
    }
  }
  return undefined;
}

function platformPackages() {
  const platform = `${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  return [`node-${platform}`, `node-bin-${platform}`];
}
