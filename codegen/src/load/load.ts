import { createDiagnostic } from "../diagnostics/create.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type Config, configFile, readConfig } from "./config.ts";
import type { Input } from "./inputs.ts";
import { append } from "./pointer.ts";
import { type LoadedProto, loadProto, missingProto } from "./proto.ts";
import { createResolver, idOf, isProblem, type RefProblem, type Resolver } from "./reference.ts";
import { type FoundRef, type ScannedFile, scan } from "./scan.ts";
import { createSources, type SourceLoader } from "./sources.ts";

/** Everything read from a workspace, before it becomes a model. */
export interface Loaded {
  readonly config: Config | null;
  readonly sources: SourceLoader;
  readonly resolver: Resolver;
  /** What one pass over each file found, in load order. */
  readonly scans: ReadonlyMap<string, ScannedFile>;
  readonly proto: LoadedProto | null;
  readonly inputs: readonly Input[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads `berrys.yaml` and every file it leads to; buf runs while the documents are parsed. */
export async function load(root: string): Promise<Loaded> {
  const sources = createSources(root);
  const diagnostics: Diagnostic[] = [];
  const scans = new Map<string, ScannedFile>();
  const resolver = createResolver({ document: sources.document, exists: sources.exists, scans });

  const config = loadConfig(sources, diagnostics);
  const building =
    config?.contracts.proto == null
      ? null
      : startProto(sources, config.contracts.proto, diagnostics);
  for (const kind of ["asyncapi", "openapi"] as const) {
    const file = config?.contracts[kind] ?? null;
    if (file === null) continue;
    if (sources.exists(file)) loadReachable(file, sources, scans, resolver);
    else {
      const span = sources.spanOf({ file: configFile, pointer: `/contracts/${kind}` }, "value");
      const message = `\`${file}\`, named by \`contracts.${kind}\`, does not exist.`;
      diagnostics.push(createDiagnostic("load/file-not-found", message, span));
    }
  }
  diagnostics.push(...checkReferences(sources, scans, resolver));
  const proto = building === null ? null : await building;
  const inputs = new Map(
    [...sources.inputs(), ...(proto?.inputs ?? [])].map((input) => [input.file, input]),
  );
  return {
    config,
    sources,
    resolver,
    scans,
    proto,
    inputs: [...inputs.values()].sort((a, b) => (a.file < b.file ? -1 : 1)),
    diagnostics: [...sources.diagnostics(), ...diagnostics, ...(proto?.diagnostics ?? [])],
  };
}

function loadConfig(sources: SourceLoader, diagnostics: Diagnostic[]): Config | null {
  const document = sources.load(configFile);
  if (document === null) {
    if (!sources.exists(configFile)) {
      diagnostics.push(
        createDiagnostic(
          "config/missing",
          `There is no \`${configFile}\` in \`${sources.root}\`.`,
          null,
          {
            hint: `create it with \`name: my-platform\` and \`contracts: { openapi: openapi.yaml }\``,
          },
        ),
      );
    }
    return null;
  }
  const [config, problems] = readConfig(document);
  diagnostics.push(...problems);
  return config;
}

function startProto(
  sources: SourceLoader,
  file: string,
  diagnostics: Diagnostic[],
): Promise<LoadedProto> | null {
  const missing = missingProto(sources.root, file);
  if (missing === null) return loadProto(sources, file);
  const span = sources.spanOf({ file: configFile, pointer: "/contracts/proto" }, "value");
  diagnostics.push({ ...missing, span });
  return null;
}

/** Loads a file and every file that its references lead to, and notes what stands in them. */
export function loadReachable(
  start: string,
  sources: SourceLoader,
  scans: Map<string, ScannedFile>,
  resolver: Resolver,
): void {
  const queue = [start];
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    if (scans.has(file)) continue;
    const document = sources.load(file);
    if (document === null) continue;
    const found = scan(document.value);
    scans.set(file, found);
    const targets = new Set<string>();
    for (const { ref } of [...found.refs, ...found.mappings]) {
      const target = resolver.fileOf(file, ref);
      if (!isProblem(target)) targets.add(target);
    }
    queue.push(...targets);
  }
}

/** Reports references that lead nowhere, and ids used twice. */
export function checkReferences(
  sources: SourceLoader,
  scans: ReadonlyMap<string, ScannedFile>,
  resolver: Resolver,
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const [file, { refs, duplicates }] of scans) {
    for (const { pointer, ref } of refs) {
      const target = resolver.resolve({ file, pointer, value: undefined }, ref);
      if (isProblem(target)) found.push(refDiagnostic(sources, file, { pointer, ref }, target));
    }
    for (const { id, pointer, first } of duplicates) {
      const message = `\`${id}\` already names another schema of this file.`;
      const related = [
        { message: "the first one", span: sources.spanOf({ file, pointer: first }) },
      ];
      found.push(
        createDiagnostic("validate/duplicate-id", message, sources.spanOf({ file, pointer }), {
          related,
        }),
      );
    }
  }
  found.push(...duplicateIdsAcrossFiles(sources, scans));
  return found;
}

function refDiagnostic(
  sources: SourceLoader,
  file: string,
  { pointer, ref }: FoundRef,
  problem: RefProblem,
): Diagnostic {
  const code = `load/${problem.kind}-ref` as const;
  const span = sources.spanOf({ file, pointer: append(pointer, "$ref") }, "value");
  return createDiagnostic(
    code,
    `The reference \`${ref}\` cannot be followed: ${problem.reason}.`,
    span,
    { hint: problem.hint },
  );
}

function duplicateIdsAcrossFiles(
  sources: SourceLoader,
  scans: ReadonlyMap<string, ScannedFile>,
): readonly Diagnostic[] {
  const seen = new Map<string, { file: string; pointer: string }>();
  const found: Diagnostic[] = [];
  for (const [file, { ids }] of scans) {
    for (const [id, pointer] of ids) {
      const other = seen.get(id);
      if (other === undefined) {
        seen.set(id, { file, pointer });
        continue;
      }
      const related = [{ message: "the first one", span: sources.spanOf(other) }];
      const message = `The \`$id\` \`${id}\` is already that of \`${idOf(other)}\`.`;
      found.push(
        createDiagnostic("validate/duplicate-id", message, sources.spanOf({ file, pointer }), {
          related,
        }),
      );
    }
  }
  return found;
}
