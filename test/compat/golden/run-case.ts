import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Change } from "@berrys/codegen/compat/change";
import { type SchemaSurface, schemaRuleId } from "@berrys/codegen/compat/schema/rules";
import { sentence } from "@berrys/codegen/compat/sentence";
import { levelOf } from "@berrys/codegen/findings/rule";
import { compareDocuments } from "../support/compare-documents.ts";
import { type MemoryFiles, memoryTree } from "../support/memory-tree.ts";
import { knownRule } from "../support/rules.ts";
import { surfaces } from "../support/surfaces.ts";
import type { CaseFile, CompatCase } from "./cases.ts";

/** What a comparison found: the rule, and the line that people read. */
export interface Found {
  readonly rule: string;
  readonly level: string;
  readonly line: string;
}

/** Compares the two versions of a case; for a schema at every surface, with the surface before the line. */
export async function runCase(
  { group }: Pick<CaseFile, "group">,
  { old, new: now }: CompatCase,
): Promise<readonly Found[]> {
  switch (group) {
    case "openapi":
    case "asyncapi":
      return changes(filesOf(old, `${group}.yaml`), filesOf(now, `${group}.yaml`));
    case "proto":
      return inFolders(filesOf(old, "contract.proto"), filesOf(now, "contract.proto"));
    case "graphql":
      return inFolders(filesOf(old, "schema.graphql"), filesOf(now, "schema.graphql"));
    case "schema":
      return atSurfaces(old, now);
  }
}

/** The rules that a file of cases stands for: one, or that of a kind at every surface that knows it. */
export function rulesOf({ group, rule }: Pick<CaseFile, "group" | "rule">): readonly string[] {
  if (group !== "schema") return [`${group}/${rule}`];
  return [...new Set(surfaces.map(({ surface }) => idAt(surface, rule)))].filter(
    (id) => knownRule(id) !== null,
  );
}

function idAt(surface: SchemaSurface, kind: string): string {
  return schemaRuleId(surface, kind as Parameters<typeof schemaRuleId>[1]);
}

function atSurfaces(old: unknown, now: unknown): readonly Found[] {
  const found: Found[] = [];
  for (const { name, embed } of surfaces) {
    const here = changes(embed(old), embed(now));
    found.push(...here.map((one) => ({ ...one, line: `${name}: ${one.line}` })));
  }
  return found;
}

function changes(old: MemoryFiles, now: MemoryFiles): readonly Found[] {
  return compareDocuments(memoryTree(old), memoryTree(now)).map(foundOf);
}

function foundOf({ rule, role, path, message }: Change): Found {
  const known = knownRule(rule);
  if (known === null) throw new Error(`\`${rule}\` is in no table of rules: ${path}: ${message}`);
  const level = levelOf(known, role);
  return { rule, level, line: `${level} ${rule} ${path}: ${sentence(message)}` };
}

/** Protobuf and GraphQL are read from folders, by their own tools. */
async function inFolders(old: MemoryFiles, now: MemoryFiles): Promise<readonly Found[]> {
  const root = mkdtempSync(join(tmpdir(), "berrys-golden-"));
  try {
    const { compareSides } = await import("@berrys/codegen/compat/compare");
    const [before, after] = await Promise.all([
      openFiles(join(root, "old"), old),
      openFiles(join(root, "new"), now),
    ]);
    const [findings, diagnostics] = await compareSides(before, after);
    if (diagnostics.length > 0)
      throw new Error(diagnostics.map(({ message }) => message).join("\n"));
    return findings.map(({ id, level, path, message }) => ({
      rule: id,
      level,
      line: `${level} ${id} ${path}: ${message}`,
    }));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function openFiles(folder: string, files: MemoryFiles) {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), String(content));
  }
  const { openSide } = await import("@berrys/codegen/compat/sources/open-side");
  return openSide({ kind: "folder", path: folder, label: "contracts" });
}

function filesOf(value: unknown, name: string): MemoryFiles {
  const files =
    typeof value === "object" && value !== null && Object.keys(value).join() === "files"
      ? Object.values(value)[0]
      : undefined;
  return files === undefined ? { [name]: value } : files;
}
