/** What a project does that compares with api-smart-diff: `node smart-diff.ts <module> <old> <new>`. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [module = "", ...paths] = process.argv.slice(2);
const { apiCompare }: { apiCompare(old: unknown, now: unknown): { diffs: readonly unknown[] } } =
  createRequire(import.meta.url)(module);
const [old, now] = paths.map((path): unknown => JSON.parse(readFileSync(path, "utf8")));
if (apiCompare(old, now).diffs.length === 0) throw new Error("api-smart-diff found nothing");
