import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { createDiagnostic } from "../../diagnostics/create.ts";
import type { Diagnostic, Result } from "../../diagnostics/diagnostic.ts";
import { didYouMean } from "../../diagnostics/nearest.ts";
import { configFile } from "../../load/config.ts";
import type { SourceLoader } from "../../load/sources.ts";
import type { GraphqlFile } from "../side.ts";
import { recogniseName } from "./recognise.ts";

/** Reads the SDL files that `contracts.graphql` names: files, or folders with all files in them. Sorted by file. */
export async function readGraphql(
  sources: SourceLoader,
  paths: readonly string[],
): Promise<Result<readonly GraphqlFile[]>> {
  const diagnostics: Diagnostic[] = [];
  const names = new Set<string>();
  for (const [index, path] of paths.entries()) {
    const found = filesBelow(sources.root, path);
    if (found.length === 0) diagnostics.push(missing(sources, path, index));
    for (const file of found) names.add(file);
  }
  const files = [...names].sort().flatMap((file) => {
    const text = sources.text(file);
    return text === null ? [] : [{ file, text }];
  });
  return [files, [...diagnostics, ...(await checkSdl(files))]];
}

/** Mistakes in SDL; the library is loaded where there is some. */
export async function checkSdl(files: readonly GraphqlFile[]): Promise<readonly Diagnostic[]> {
  if (files.length === 0) return [];
  const { readSchema } = await import("../graphql/read-schema.ts");
  const [, problems] = await readSchema(files);
  return problems;
}

function filesBelow(root: string, path: string): readonly string[] {
  const stats = statSync(join(root, path), { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (!stats.isDirectory()) return [path];
  return readdirSync(join(root, path), { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith(".") || entry.name === "node_modules") return [];
    const at = path === "" || path === "." ? entry.name : `${path}/${entry.name}`;
    if (entry.isDirectory()) return filesBelow(root, at);
    return recogniseName(entry.name) === "graphql" ? [at] : [];
  });
}

function missing(sources: SourceLoader, path: string, index: number): Diagnostic {
  const at = (pointer: string) => sources.spanOf({ file: configFile, pointer }, "value");
  const span = at(`/contracts/graphql/${index}`) ?? at("/contracts/graphql");
  const message = `\`${path}\`, named by \`contracts.graphql\`, is no SDL file and no folder with some.`;
  const nearby = filesBelow(sources.root, "").slice(0, 200);
  return createDiagnostic("load/file-not-found", message, span, {
    hint: didYouMean(path, nearby),
  });
}
