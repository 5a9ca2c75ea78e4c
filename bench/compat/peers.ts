import { existsSync } from "node:fs";
import { join } from "node:path";

/** Folder into which someone installed other tools: `npm install --prefix <folder> api-smart-diff`. */
const folder = process.env.BERRYS_BENCH_PEERS;

/** Another tool from npm that compares OpenAPI documents. */
export interface Peer {
  readonly name: string;
  /** Arguments of Node for two documents, or why it does not run. */
  readonly command: ((old: string, now: string) => readonly string[]) | string;
}

/**
 * The tools that were looked at. openapi-diff cannot follow schemas that refer to themselves, which ends it, and without
 * those runs out of 2 GB of memory; oasdiff and openapi-changes are programs in Go that npm only downloads from elsewhere.
 */
export const peers: readonly Peer[] = [
  { name: "api-smart-diff", command: smartDiff() },
  { name: "openapi-diff", command: "ends with an error on recursive schemas" },
  { name: "oasdiff", command: "no package of npm" },
];

function smartDiff(): Peer["command"] {
  if (folder === undefined) return "absent: BERRYS_BENCH_PEERS names no folder that has it";
  const module = join(folder, "node_modules/api-smart-diff");
  if (!existsSync(module)) return `absent: it is not installed in ${folder}`;
  return (old, now) => [join(import.meta.dirname, "smart-diff.ts"), module, old, now];
}
