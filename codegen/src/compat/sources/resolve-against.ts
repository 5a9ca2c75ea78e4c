import { type Stats, statSync } from "node:fs";
import { basename, isAbsolute, join, relative, resolve, sep } from "node:path";
import { createDiagnostic } from "../../diagnostics/create.ts";
import type { Diagnostic, Result } from "../../diagnostics/diagnostic.ts";
import type { AgainstContext } from "./against-context.ts";
import { resolveRevision } from "./resolve-revision.ts";
import type { SideSpec } from "./spec.ts";
import { isArchiveName } from "./take-archive.ts";

/**
 * Finds what the text names: an existing folder, archive or file, else a commit of the repository that holds the target
 * (`main`, `v1.2.0`, `HEAD~1`, `origin/main`, `main...` for where the histories parted, `<ref>:<folder>`, `latest-tag`).
 */
export async function resolveAgainst(
  text: string,
  context: AgainstContext,
): Promise<Result<SideSpec | null>> {
  if (text === "" || text.startsWith("-")) return [null, [invalid(text)]];
  const path = resolve(context.cwd, text);
  const stats = statOf(path);
  return stats === null ? resolveRevision(text, context) : resolvePath(text, path, stats, context);
}

function statOf(path: string): Stats | null {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}

function resolvePath(
  label: string,
  path: string,
  stats: Stats,
  { cwd, target }: AgainstContext,
): Result<SideSpec | null> {
  const isSingle = target.kind === "file";
  if (stats.isDirectory()) {
    if (!isSingle) return [{ kind: "folder", path, label }, []];
    const file = sameDocument(path, target.path);
    if (file !== null) return [{ kind: "file", path: file, label, base: cwd }, []];
    return [null, [noSuchDocument(label, basename(target.path))]];
  }
  if (isArchiveName(path)) {
    const document = isSingle ? { document: documentOf(cwd, target.path) } : {};
    return [{ kind: "archive", path, label, ...document }, []];
  }
  if (!isSingle) return [null, [differentKinds(label)]];
  return [{ kind: "file", path, label, base: cwd }, []];
}

/** The document of a folder that stands for the target: the one whose path ends most like the target's. */
function sameDocument(folder: string, target: string): string | null {
  const parts = resolve(target).split(sep).slice(1);
  const places = parts.map((_, from) => join(folder, ...parts.slice(from)));
  return places.find((place) => statOf(place)?.isFile()) ?? null;
}

/** Path of a document below the working folder, else its name. */
function documentOf(cwd: string, path: string): string {
  const inside = relative(cwd, path);
  return inside.startsWith("..") || isAbsolute(inside)
    ? basename(path)
    : inside.split(sep).join("/");
}

function invalid(text: string): Diagnostic {
  const message =
    text === ""
      ? "`--against` names nothing."
      : `\`${text}\` begins with \`-\`, so it can be neither a path nor a git ref.`;
  return createDiagnostic("against/invalid-ref", message, null, {
    hint: "name a folder, an archive, a file, a branch, a tag or a commit, e.g. `--against main`",
  });
}

function differentKinds(label: string): Diagnostic {
  return createDiagnostic(
    "compare/different-kinds",
    `\`${label}\` is a single document, but the other side is a whole workspace.`,
    null,
    { hint: "name the document of this side too: `berrys breaking --against <old> <new>`" },
  );
}

function noSuchDocument(label: string, name: string): Diagnostic {
  return createDiagnostic(
    "load/file-not-found",
    `The folder \`${label}\` has no \`${name}\` to compare with.`,
    null,
    { hint: "name the old document itself" },
  );
}
