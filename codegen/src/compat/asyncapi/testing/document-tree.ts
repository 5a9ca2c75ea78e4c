import { parseSource, type SourceDocument } from "../../../load/document.ts";
import { member } from "../../../load/pointer.ts";
import { createResolver } from "../../../load/reference.ts";
import { scan } from "../../../load/scan.ts";
import type { SourceLoader } from "../../../load/sources.ts";
import type { ContractTree } from "../../tree.ts";

/** A tree of files that are given as text, by their path; the first one is the document. */
export function documentTree(files: Readonly<Record<string, string>>): ContractTree {
  const documents = new Map<string, SourceDocument>();
  for (const [file, text] of Object.entries(files)) {
    const [document, problems] = parseSource(file, text);
    if (document === null) throw new Error(problems.map(({ message }) => message).join("\n"));
    documents.set(file, document);
  }
  const document = (file: string) => documents.get(file) ?? null;
  const scans = new Map([...documents].map(([file, { value }]) => [file, scan(value)]));
  const exists = (file: string) => documents.has(file);
  const resolver = createResolver({ document, exists, scans });
  const sources: SourceLoader = {
    root: "/",
    text: (file) => files[file] ?? null,
    document,
    load: document,
    exists,
    spanOf: ({ file, pointer }, part) => document(file)?.spanOf(pointer, part) ?? null,
    addProtoPositions: () => {},
    files: () => [...documents.keys()],
    inputs: () => [],
    diagnostics: () => [],
  };
  const [first = ""] = Object.keys(files);
  const root = { file: first, pointer: "", value: document(first)?.value };
  return {
    kind: "asyncapi",
    version: String(member(root.value, "asyncapi")),
    root,
    resolver,
    deref: (node) => resolver.deref(node),
    dialect: "draft-07",
    sources,
  };
}

/** The tree of one YAML document, AsyncAPI 3.0 unless it says otherwise. */
export function yamlTree(text: string): ContractTree {
  const head = /^asyncapi:/m.test(text) ? "" : "asyncapi: 3.0.0\n";
  return documentTree({ "asyncapi.yaml": `${head}${text}` });
}
