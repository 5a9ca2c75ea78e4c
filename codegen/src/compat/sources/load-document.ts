import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { checkReferences, loadReachable } from "../../load/load.ts";
import { createResolver } from "../../load/reference.ts";
import type { ScannedFile } from "../../load/scan.ts";
import type { SourceLoader } from "../../load/sources.ts";
import type { ContractTree } from "../tree.ts";
import { createTree, type TreeFiles } from "./create-tree.ts";

/** A set of documents that share their files: each file is parsed once, however many documents lead to it. */
export interface DocumentSet extends TreeFiles {
  /** Loads a file with everything it refers to; null when it is missing, broken or of a version that cannot be compared. */
  open(file: string, kind: ContractTree["kind"]): ContractTree | null;
  /** What is wrong with the files opened so far. */
  diagnostics(): readonly Diagnostic[];
}

/** An empty set over the files of a side. */
export function createDocumentSet(sources: SourceLoader): DocumentSet {
  const scans = new Map<string, ScannedFile>();
  const resolver = createResolver({ document: sources.document, exists: sources.exists, scans });
  const problems: Diagnostic[] = [];
  return {
    sources,
    resolver,
    open(file, kind) {
      loadReachable(file, sources, scans, resolver);
      const [tree, found] = createTree({ sources, resolver }, file, kind);
      problems.push(...found);
      return tree;
    },
    diagnostics: () => [
      ...sources.diagnostics(),
      ...problems,
      ...loadProblems(checkReferences(sources, scans, resolver)),
    ],
  };
}

/** What keeps a side from being read. Mistakes that only generation minds are left to `gen` and `lint`. */
export function loadProblems(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter(({ code }) => /^(load|config)\//.test(code));
}
