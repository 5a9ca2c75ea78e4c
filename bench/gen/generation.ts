import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Benchmark } from "../benchmark.ts";
import { spread } from "../spread.ts";
import { timeProcess } from "../time-process.ts";
import { bundleAsyncapi } from "./bundle-asyncapi.ts";
import { regeneratedByOneEdit } from "./one-edit.ts";

const repository = join(import.meta.dirname, "../..");
const bin = join(repository, "node_modules/.bin");
const berrys = join(repository, "cli/bin/berrys.js");
const contracts = ["berrys.yaml", "asyncapi.yaml", "openapi.yaml", "buf.yaml", "contracts"];

/** Plain settings of a project that runs buf with a local plugin. */
const bufTemplate = `version: v2
plugins:
  - local: ${join(bin, "protoc-gen-es")}
    out: peers/rpc
    opt: target=ts
`;

/**
 * Generation of this platform's contracts: a cold run against buf, Modelina and openapi-typescript one after the
 * other, and a run with nothing to do against a program that only loads commander. Every round measures all sides.
 */
export const generation: Benchmark = async ({ rounds, print }) => {
  const folder = mkdtempSync(join(tmpdir(), "berrys-bench-"));
  try {
    for (const path of contracts)
      cpSync(join(repository, path), join(folder, path), { recursive: true });
    writeFileSync(join(folder, "buf.gen.yaml"), bufTemplate);
    writeFileSync(join(folder, "bundled.yaml"), bundleAsyncapi(join(folder, "asyncapi.yaml")));
    return { ratios: await measure(folder, rounds, print) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

async function measure(folder: string, rounds: number, print: (line: string) => void) {
  const sides = sidesIn(folder);
  const seconds: Record<keyof typeof sides, number[]> = {
    buf: [],
    modelina: [],
    openapiTypescript: [],
    cold: [],
    noop: [],
    commander: [],
  };
  // The first round fills caches of the operating system and of Node, for all sides alike, and does not count.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, side] of Object.entries(sides)) {
      const taken = await side();
      if (round > 0) seconds[name as keyof typeof sides].push(taken);
    }
  }
  for (const [name, values] of Object.entries(seconds)) {
    const { min, median, max } = spread(values);
    print(`${name.padEnd(18)} ${median.toFixed(2)} s  (${min.toFixed(2)} to ${max.toFixed(2)})`);
  }
  print(await regeneratedByOneEdit(folder, berrys));
  const { buf, modelina, openapiTypescript, cold, noop, commander } = seconds;
  const peers = cold.map(
    (_, round) => at(buf, round) + at(modelina, round) + at(openapiTypescript, round),
  );
  const ratios = {
    cold_vs_peers: spread(cold.map((value, round) => value / at(peers, round))),
    noop_vs_commander: spread(noop.map((value, round) => value / at(commander, round))),
  };
  for (const [name, { min, median, max }] of Object.entries(ratios))
    print(`${name.padEnd(18)} ${median.toFixed(2)}  (${min.toFixed(2)} to ${max.toFixed(2)})`);
  return ratios;
}

function sidesIn(folder: string) {
  const node = process.execPath;
  const time = (command: string, ...args: string[]) => timeProcess(command, args, folder);
  const fresh = (path: string) => rmSync(join(folder, path), { recursive: true, force: true });
  return {
    buf: () => time(node, join(bin, "buf"), "generate"),
    modelina: () =>
      time(node, join(import.meta.dirname, "modelina.ts"), "bundled.yaml", "peers/messages"),
    openapiTypescript: () =>
      time(node, join(bin, "openapi-typescript"), "openapi.yaml", "-o", "peers/rest.ts"),
    cold: () => {
      fresh("generated");
      fresh(".berrys");
      return time(node, berrys, "gen");
    },
    noop: async () => {
      const before = stateOf(folder);
      const taken = await time(node, berrys, "gen");
      if (stateOf(folder) !== before)
        throw new Error("a run with nothing to do changed the manifest");
      return taken;
    },
    commander: () => time(node, join(import.meta.dirname, "commander-only.js")),
  };
}

function stateOf(folder: string): string {
  const manifest = join(folder, "generated/manifest.json");
  if (!existsSync(manifest)) throw new Error("berrys gen wrote no manifest");
  return readFileSync(manifest, "utf8");
}

function at(values: readonly number[], round: number): number {
  return values[round] ?? Number.NaN;
}
