import { posix } from "node:path";
import { isObject, member } from "../../load/pointer.ts";
import type { Side } from "../side.ts";

/** The part of a `breaking` block of `buf.yaml` that says what not to look at; files are paths inside the image. */
export interface BreakingSettings {
  readonly except: readonly string[];
  readonly ignore: readonly string[];
  readonly ignore_only: Readonly<Record<string, readonly string[]>>;
  readonly ignore_unstable_packages: boolean;
}

/** Reads the `breaking` blocks, of the whole and of each module, of the `buf.yaml` that the side was built with. */
export function readBreakingSettings(side: Side): BreakingSettings {
  const except: string[] = [];
  const ignore: string[] = [];
  const only: Record<string, readonly string[]> = {};
  let unstable = false;
  const [file, value] = bufYamlOf(side);
  const base = posix.dirname(file);
  const filesBelow = (path: string) =>
    [...(side.proto?.files ?? [])].flatMap(([name, place]) =>
      isBelow(posix.join(base, path), place) ? [name] : [],
    );
  const narrow = (rule: string, files: readonly string[]) => {
    only[rule] = [...(only[rule] ?? []), ...files];
  };
  const read = (block: unknown, folder: string | null) => {
    for (const path of textsOf(member(block, "ignore"))) ignore.push(...filesBelow(path));
    const listed = member(block, "ignore_only");
    for (const [rule, paths] of Object.entries(isObject(listed) ? listed : {}))
      for (const path of textsOf(paths)) narrow(rule, filesBelow(path));
    for (const rule of textsOf(member(block, "except"))) {
      if (folder === null) except.push(rule);
      else narrow(rule, filesBelow(folder));
    }
    if (member(block, "ignore_unstable_packages") === true) unstable = true;
  };
  read(member(value, "breaking"), null);
  const modules = member(value, "modules");
  for (const module of Array.isArray(modules) ? modules : []) {
    const path = member(module, "path");
    read(member(module, "breaking"), typeof path === "string" ? path : ".");
  }
  return { except, ignore, ignore_only: only, ignore_unstable_packages: unstable };
}

function bufYamlOf(side: Side): readonly [file: string, value: unknown] {
  const named = side.config?.contracts.proto;
  const candidates = [
    ...(named == null ? [] : [named]),
    ...new Set([...(side.proto?.files.values() ?? [])].flatMap(ancestors)),
  ];
  for (const file of candidates) {
    const document = side.sources.document(file);
    if (document !== null) return [file, document.value];
  }
  return ["buf.yaml", undefined];
}

/** `buf.yaml` of every folder above a file, the innermost first. */
function ancestors(file: string): readonly string[] {
  const parts = file.split("/").slice(0, -1);
  return [...parts.keys(), parts.length]
    .toReversed()
    .map((count) => [...parts.slice(0, count), "buf.yaml"].join("/"));
}

function isBelow(folder: string, file: string): boolean {
  const path = posix.normalize(folder).replace(/\/$/, "");
  return path === "." || file === path || file.startsWith(`${path}/`);
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
