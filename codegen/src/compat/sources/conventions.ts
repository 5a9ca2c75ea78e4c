import { closeSync, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";
import { createDiagnostic } from "../../diagnostics/create.ts";
import type { Diagnostic, Result } from "../../diagnostics/diagnostic.ts";
import { recogniseName } from "./recognise.ts";

/** Contracts of a folder without `berrys.yaml`, by the names they usually have. Paths are relative to the folder. */
export interface ConventionalContracts {
  readonly openapi: string | null;
  readonly asyncapi: string | null;
  /** `buf.yaml`, or the folder that holds the proto files; null: there are none. */
  readonly proto: string | null;
  readonly graphql: readonly string[];
}

/** Finds contracts: the ones nearest to the top win, two at one depth are a question for the user. */
export function findContracts(root: string): Result<ConventionalContracts> {
  const files = walk(root);
  const diagnostics: Diagnostic[] = [];
  const only = (kind: "openapi" | "asyncapi", title: string): string | null => {
    const named = files.filter((file) => nameOf(file, kind));
    const candidates =
      named.length > 0 ? named : files.filter((file) => startsAs(root, file, kind));
    const depth = Math.min(...candidates.map(depthOf));
    const [first = null, ...others] = candidates.filter((file) => depthOf(file) === depth);
    if (others.length > 0) diagnostics.push(several(title, [first ?? "", ...others]));
    return first;
  };
  const protos = files.filter((file) => recogniseName(file) === "proto");
  return [
    {
      openapi: only("openapi", "OpenAPI"),
      asyncapi: only("asyncapi", "AsyncAPI"),
      proto: protos.length === 0 ? null : protoRoot(files, protos),
      graphql: files.filter((file) => recogniseName(file) === "graphql"),
    },
    diagnostics,
  ];
}

/** Contracts lie near the top; deeper ones are fixtures and copies more often than not. */
const deepest = 6;
const skipped: ReadonlySet<string> = new Set(["node_modules", "vendor", "dist", "build", "target"]);

function walk(root: string): readonly string[] {
  const found: string[] = [];
  let level: readonly string[] = [""];
  for (let depth = 0; depth < deepest && level.length > 0; depth += 1) {
    const next: string[] = [];
    for (const folder of level) {
      for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
        if (entry.name.startsWith(".") || skipped.has(entry.name)) continue;
        const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
        if (entry.isDirectory()) next.push(path);
        else if (contractLike.test(entry.name)) found.push(path);
      }
    }
    level = next;
  }
  return found.sort();
}

const contractLike = /\.(ya?ml|json|proto|graphqls?|gql)$/i;

function nameOf(file: string, kind: "openapi" | "asyncapi"): boolean {
  const names = kind === "openapi" ? "openapi|swagger" : "asyncapi";
  return new RegExp(`(^|/)(?:${names})\\.(ya?ml|json)$`, "i").test(file);
}

/** Looks at the first kilobytes alone, so that data files cost nothing. Files at the top only. */
function startsAs(root: string, file: string, kind: "openapi" | "asyncapi"): boolean {
  if (file.includes("/") || !/\.(ya?ml|json)$/i.test(file)) return false;
  const key = kind === "openapi" ? "(?:openapi|swagger)" : "asyncapi";
  return new RegExp(`^\\s*(?:\\{\\s*)?["']?${key}["']?\\s*:`, "m").test(head(join(root, file)));
}

function head(path: string): string {
  const buffer = Buffer.alloc(4096);
  const handle = openSync(path, "r");
  try {
    return buffer.toString("utf8", 0, readSync(handle, buffer));
  } finally {
    closeSync(handle);
  }
}

function depthOf(file: string): number {
  return file.split("/").length;
}

function protoRoot(files: readonly string[], protos: readonly string[]): string {
  const config = files
    .filter((file) => /(^|\/)buf\.yaml$/.test(file))
    .sort((a, b) => depthOf(a) - depthOf(b))[0];
  if (config !== undefined) return config;
  const folders = protos.map((file) => file.split("/").slice(0, -1));
  const [first = []] = folders;
  const shared = first.filter((_, at) =>
    folders.every((folder) =>
      first.slice(0, at + 1).every((part, index) => folder[index] === part),
    ),
  );
  // Imports start at the folder that is called `proto` or `protos` where there is one.
  const named = shared.findLastIndex((part) => /^protos?$/.test(part));
  return named === -1 ? "." : shared.slice(0, named + 1).join("/");
}

function several(title: string, files: readonly string[]): Diagnostic {
  const list = files.map((file) => `\`${file}\``).join(", ");
  return createDiagnostic(
    "compare/several-documents",
    `The folder has ${files.length} ${title} documents, and nothing says which one is meant: ${list}.`,
    null,
    { hint: "name one of them on the command line, or in `contracts` of a `berrys.yaml`" },
  );
}
