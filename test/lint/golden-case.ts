import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Side } from "@berrys/codegen/compat/side";
import { levelOf } from "@berrys/codegen/findings/rule";
import { fixTexts } from "@berrys/codegen/lint/fix/fix-texts";
import { lintRule } from "@berrys/codegen/lint/groups";
import type { LintMistake } from "@berrys/codegen/lint/lint-rule";
import { runChecks } from "@berrys/codegen/lint/run-checks";
import { spanOf } from "@berrys/codegen/lint/sort-mistakes";
import { Document, isMap, isSeq, parse, parseDocument } from "yaml";
import { type Contracts, openContracts, withSettings } from "./support/open-workspace.ts";

/** Folder with a folder a group of rules, and in it a file a rule. */
export const casesFolder = join(import.meta.dirname, "../golden/lint");

/** Contracts on which the rule speaks. */
export interface FiringCase {
  readonly name: string;
  readonly contracts: Contracts;
  /** `level rule file:line:column path: message (hint)` of every finding of this rule. */
  readonly finds?: readonly string[];
  /** Files that `--fix` changes, as it leaves them. */
  readonly fixed?: Readonly<Record<string, string>>;
}

/** Contracts on which the rule says nothing. */
export interface SilentCase {
  readonly name: string;
  readonly contracts: Contracts;
}

/** The cases of one rule. */
export interface GoldenFile {
  readonly fires: readonly FiringCase[];
  readonly silent: readonly SilentCase[];
}

/** What a rule makes of a case. */
export interface Outcome {
  readonly finds: readonly string[];
  readonly fixed: Readonly<Record<string, string>>;
}

/** Ids of the rules that have a file. */
export function goldenRules(): readonly string[] {
  return readdirSync(casesFolder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => file.replaceAll("\\", "/").replace(/\.yaml$/, ""))
    .sort();
}

/** The cases of a rule. */
export function readGolden(rule: string): GoldenFile {
  const { fires = [], silent = [] } = parse(readText(rule)) as Partial<GoldenFile>;
  return { fires, silent };
}

/** Runs a rule on contracts, as if they were Berrys' own unless `auto` says that the contracts themselves tell. */
export async function runRule(
  rule: string,
  contracts: Contracts,
  { auto = false } = {},
): Promise<Outcome> {
  const side = await openContracts(contracts);
  try {
    const broken = side.diagnostics.filter(({ severity }) => severity === "error");
    if (broken.length > 0)
      throw new Error(
        `The contracts are broken: ${broken.map(({ message }) => message).join(" ")}`,
      );
    const found = await runChecks(side, { always: (id) => !auto && id === rule });
    const mine = found.filter((mistake) => mistake.rule === rule);
    const fixes = fixTexts(side.sources, mine).texts;
    return {
      finds: mine.map((mistake) => lineOf(side, mistake)),
      fixed: Object.fromEntries(fixes),
    };
  } finally {
    await side.dispose();
  }
}

/** The contracts with what `--fix` changed. */
export function patched(contracts: Contracts, fixed: Outcome["fixed"]): Contracts {
  return { ...withSettings(contracts), ...fixed };
}

function lineOf(side: Side, mistake: LintMistake): string {
  const { rule, message, path, place, related, hint } = mistake;
  const entry = lintRule(rule);
  const at = (where: typeof place) => {
    const span = spanOf(side, where);
    return span === null ? where.file : `${span.file}:${span.line}:${span.column}`;
  };
  const level = mistake.level ?? (entry === null ? "unknown" : levelOf(entry, "both"));
  const also = related === undefined ? "" : ` [see ${at(related)}]`;
  return `${level} ${rule} ${at(place)} ${path}: ${message}${hint === undefined ? "" : ` (${hint})`}${also}`;
}

/** Writes what the rule does now into its file; everything else in the file stays as it is. */
export async function updateGolden(rule: string): Promise<boolean> {
  const before = readText(rule);
  const document = parseDocument(before);
  const fires = document.get("fires");
  if (!isSeq(fires)) return false;
  for (const [index, { contracts }] of readGolden(rule).fires.entries()) {
    const outcome = await runRule(rule, contracts);
    const item = fires.items[index];
    if (!isMap(item)) continue;
    item.set("finds", new Document(outcome.finds).contents);
    if (Object.keys(outcome.fixed).length > 0)
      item.set("fixed", new Document(outcome.fixed).contents);
    else item.delete("fixed");
  }
  const now = document.toString({ lineWidth: 120, flowCollectionPadding: true });
  if (now === before) return false;
  writeFileSync(join(casesFolder, `${rule}.yaml`), now);
  return true;
}

function readText(rule: string): string {
  return readFileSync(join(casesFolder, `${rule}.yaml`), "utf8");
}
