import { hasErrors } from "../../../diagnostics/create.ts";
import { createSources } from "../../../load/sources.ts";
import type { ContractTree } from "../../tree.ts";
import { createDocumentSet } from "../load-document.ts";
import { recogniseValue } from "../recognise.ts";

/** The tree of documents held in memory; the first file is the entry. Throws where they cannot be read. */
export function treeOfFiles(
  files: Readonly<Record<string, string>>,
  entry: string = Object.keys(files)[0] ?? "",
): ContractTree {
  const sources = createSources("/memory", (file) => files[file] ?? null);
  const documents = createDocumentSet(sources);
  const kind = recogniseValue(sources.load(entry)?.value) ?? "schema";
  const tree = documents.open(entry, kind);
  const problems = documents.diagnostics();
  if (tree === null || hasErrors(problems))
    throw new Error(problems.map(({ code, message }) => `${code} ${message}`).join("\n"));
  return tree;
}

/** The tree of one YAML or JSON text. */
export function treeOfText(text: string, file = "contract.yaml"): ContractTree {
  return treeOfFiles({ [file]: text });
}

/** The tree of a plain value, written as JSON. */
export function treeOf(value: unknown, file = "contract.json"): ContractTree {
  return treeOfFiles({ [file]: JSON.stringify(value, null, 2) });
}
