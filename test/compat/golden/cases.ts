import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, isSeq, parse, parseDocument } from "yaml";

/** Folder with a folder a group, and in it a file a rule (`schema`: a file a kind of change). */
export const casesFolder = join(import.meta.dirname, "../../golden/compat");

/** Groups of cases, the folders. */
export const groups = ["openapi", "asyncapi", "proto", "graphql", "schema"] as const;
export type Group = (typeof groups)[number];

/** Two versions of a document, or of a schema in the group `schema`. */
export interface CompatCase {
  readonly name: string;
  /** A mapping, a text, or `{files: {<name>: <mapping or text>}}`; the first file is the document. */
  readonly old: unknown;
  readonly new: unknown;
  /** Lines as the comparison printed them when people last looked at them. */
  readonly finds?: readonly string[];
}

/** The cases of one rule. */
export interface CaseFile {
  readonly group: Group;
  /** Name of the rule without its group. */
  readonly rule: string;
  readonly fires: readonly CompatCase[];
  readonly silent: readonly CompatCase[];
}

/** All files, sorted. */
export function caseFiles(): readonly CaseFile[] {
  return groups.flatMap((group) => namesIn(group).map((rule) => readCaseFile(group, rule)));
}

function namesIn(group: Group): readonly string[] {
  try {
    return readdirSync(join(casesFolder, group))
      .filter((name) => name.endsWith(".yaml"))
      .map((name) => name.slice(0, -".yaml".length))
      .sort();
  } catch {
    return [];
  }
}

function readCaseFile(group: Group, rule: string): CaseFile {
  const content: unknown = parse(readFileSync(pathOf(group, rule), "utf8"));
  const { fires = [], silent = [] } = (content ?? {}) as Partial<CaseFile>;
  return { group, rule, fires, silent };
}

/** Makes lines the expectation of the cases that fire, in their order; false when they were already. */
export function writeFinds(
  { group, rule }: CaseFile,
  finds: readonly (readonly string[])[],
): boolean {
  const path = pathOf(group, rule);
  const before = readFileSync(path, "utf8");
  const document = parseDocument(before);
  const fires = document.get("fires");
  if (!isSeq(fires)) throw new Error(`${path} has no list \`fires\``);
  const known = (parse(before) as CaseFile).fires.map((one) => one.finds ?? []);
  if (JSON.stringify(known) === JSON.stringify(finds)) return false;
  for (const [index, item] of fires.items.entries()) {
    if (!isMap(item)) throw new Error(`${path} has a case that is no mapping`);
    item.set("finds", document.createNode(finds[index] ?? []));
  }
  writeFileSync(path, document.toString({ lineWidth: 0 }));
  return true;
}

function pathOf(group: Group, rule: string): string {
  return join(casesFolder, group, `${rule}.yaml`);
}
