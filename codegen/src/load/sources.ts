import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createDiagnostic } from "../diagnostics/create.ts";
import type { Diagnostic, Span } from "../diagnostics/diagnostic.ts";
import type { Origin } from "../model/model.ts";
import { parseSource, type SourceDocument, type SpanPart } from "./document.ts";
import { type Input, sha256 } from "./inputs.ts";

/** The files that were read, and the places in them. */
export interface Sources {
  /** Absolute path of the workspace. */
  readonly root: string;
  /** Text of a file of the workspace, null when it cannot be read. */
  text(file: string): string | null;
  /** Place of a node (its key, unless `part` says `value`); null when the file was not read. */
  spanOf(origin: Origin, part?: SpanPart): Span | null;
  /** The parsed YAML or JSON file, null when it was not loaded or is broken. */
  document(file: string): SourceDocument | null;
}

/** Finds places in proto files by qualified name. */
export type ProtoPositions = (origin: Origin) => Span | null;

/** The growing side of {@link Sources}, for the loader alone. */
export interface SourceLoader extends Sources {
  /** Reads and parses a file once; null when it is missing or broken. */
  load(file: string): SourceDocument | null;
  /** True when {@link SourceLoader.load} could read the file, broken or not. */
  exists(file: string): boolean;
  addProtoPositions(positions: ProtoPositions): void;
  /** Files read with `load`, in order. */
  files(): readonly string[];
  inputs(): readonly Input[];
  diagnostics(): readonly Diagnostic[];
}

/** Text of a file by workspace-relative path; null when it cannot be read. */
export type ReadFile = (file: string) => string | null;

/** An empty set of sources of one workspace, read from disk unless `read` says otherwise. */
export function createSources(
  root: string,
  read: ReadFile = (file) => readText(join(root, file)),
): SourceLoader {
  const texts = new Map<string, string | null>();
  const documents = new Map<string, SourceDocument | null>();
  const diagnostics: Diagnostic[] = [];
  let protoPositions: ProtoPositions = () => null;

  const text = (file: string): string | null => {
    let found = texts.get(file);
    if (found === undefined) {
      found = read(file);
      texts.set(file, found);
    }
    return found;
  };

  const load = (file: string): SourceDocument | null => {
    const known = documents.get(file);
    if (known !== undefined) return known;
    const source = text(file);
    const [document, problems] = source === null ? [null, []] : parse(file, source);
    documents.set(file, document);
    diagnostics.push(...problems);
    return document;
  };

  return {
    root,
    text,
    load,
    exists: (file) => text(file) !== null,
    document: (file) => documents.get(file) ?? null,
    spanOf: ({ file, pointer }, part) =>
      documents.get(file)?.spanOf(pointer, part) ?? protoPositions({ file, pointer }),
    addProtoPositions: (positions) => {
      protoPositions = positions;
    },
    files: () => [...documents.keys()],
    inputs: () =>
      [...documents.keys()].flatMap((file) => {
        const content = texts.get(file);
        return typeof content === "string" ? [{ file, sha256: sha256(content) }] : [];
      }),
    diagnostics: () => diagnostics,
  };
}

function parse(
  file: string,
  source: string,
): readonly [SourceDocument | null, readonly Diagnostic[]] {
  const [document, problems] = parseSource(file, source);
  if (document === null || typeof document.value === "object") return [document, problems];
  const span = document.spanOf("");
  const message = `\`${file}\` must hold a mapping, but it holds ${typeof document.value}.`;
  return [null, [...problems, createDiagnostic("load/syntax", message, span)]];
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
