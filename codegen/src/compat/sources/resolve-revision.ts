import { dirname, posix, relative, resolve, sep } from "node:path";
import { createDiagnostic } from "../../diagnostics/create.ts";
import type { Diagnostic, Result } from "../../diagnostics/diagnostic.ts";
import { nearest } from "../../diagnostics/nearest.ts";
import { type AgainstContext, baseOf } from "./against-context.ts";
import {
  findCommit,
  findRepository,
  type GitRepository,
  mergeBase,
  reachableTags,
  refNames,
  repositoryProblem,
} from "./git-repository.ts";
import { latestTag } from "./latest-tag.ts";
import type { GitSpec } from "./spec.ts";

/** Finds the commit that a text names in the repository of the target. */
export async function resolveRevision(
  text: string,
  context: AgainstContext,
): Promise<Result<GitSpec | null>> {
  const { target } = context;
  const home = target.kind === "folder" ? target.path : dirname(target.path);
  const repository = await findRepository(home);
  if (repository === null) return [null, [await noRepository(text, home)]];
  const colon = text.indexOf(":");
  const name = colon === -1 ? text : text.slice(0, colon);
  const base = await findRepository(baseOf(context));
  const prefix = base?.prefix ?? repository.prefix;
  const folder = colon === -1 ? prefix : folderOf(text.slice(colon + 1), prefix);
  if (folder === null || name === "") return [null, [badFolder(text)]];
  const [commit, problems] =
    name === "latest-tag" ? await lastTag(repository) : await commitOf(repository, name);
  if (commit === null) return [null, problems];
  const document = documentOf(context, base === null ? home : baseOf(context));
  const spec: GitSpec = {
    kind: "git",
    ref: commit.id,
    repository: home,
    folder,
    ...(document === null ? {} : { document }),
    label: commit.label,
  };
  return [spec, []];
}

interface FoundCommit {
  readonly id: string;
  readonly label: string;
}

function documentOf({ target }: AgainstContext, base: string): string | null {
  if (target.kind === "folder") return null;
  return relative(base, resolve(target.path)).split(sep).join("/");
}

/** `<ref>:sub/folder` counts from the top of the repository, `<ref>:./sub` from the target; null: it leads out. */
function folderOf(text: string, prefix: string): string | null {
  const path = /^\.\.?(?:\/|$)/.test(text) ? posix.join(prefix, text) : posix.normalize(text);
  const folder = path === "." ? "" : path.replace(/^\.\/|\/+$/g, "");
  return folder.startsWith("..") || posix.isAbsolute(folder) ? null : folder;
}

async function commitOf(
  repository: GitRepository,
  name: string,
): Promise<Result<FoundCommit | null>> {
  // As in `git diff main...`: what the other branch got since then is none of this branch's changes.
  const tip = name.endsWith("...") ? name.slice(0, -3) : null;
  const id = await findCommit(repository, tip ?? name);
  if (id === null) return [null, [await notFound(repository, tip ?? name)]];
  if (tip === null) return [{ id, label: name }, []];
  const parted = await mergeBase(repository, id);
  if (parted === null) return [null, [noMergeBase(repository, tip)]];
  return [{ id: parted, label: name }, []];
}

async function lastTag(repository: GitRepository): Promise<Result<FoundCommit | null>> {
  const tag = latestTag(await reachableTags(repository));
  const id = tag === null ? null : await findCommit(repository, `refs/tags/${tag}`);
  if (tag !== null && id !== null) return [{ id, label: tag }, []];
  if (repository.isShallow)
    return [null, [shallow("the tags of earlier commits were not fetched")]];
  const message = "`latest-tag` finds nothing: no tag is reachable from the current commit.";
  const hint =
    "tag a release (`git tag v1.0.0`), fetch tags (`git fetch --tags`), or name a branch";
  return [null, [createDiagnostic("against/no-tag", message, null, { hint })]];
}

async function notFound(repository: GitRepository, name: string): Promise<Diagnostic> {
  const best = nearest(name, await refNames(repository));
  const guess = best === null ? undefined : `did you mean \`${best}\`?`;
  if (repository.isShallow && guess === undefined)
    return shallow(`\`${name}\` was not fetched`, name);
  return createDiagnostic(
    "against/not-found",
    `\`${name}\` is no folder, archive or file here, and no branch, tag or commit of the repository.`,
    null,
    { hint: guess ?? "see `git branch --all` and `git tag`; a remote branch may want `git fetch`" },
  );
}

function shallow(what: string, name = "main"): Diagnostic {
  const branch = /^[\w./-]+$/.test(name) ? name.replace(/^origin\//, "") : "main";
  return createDiagnostic(
    "against/shallow-clone",
    `The repository is a shallow clone, and ${what}.`,
    null,
    {
      hint: `fetch it: \`git fetch --depth=1 origin ${branch}:refs/remotes/origin/${branch}\`, or \`fetch-depth: 0\` in the checkout step`,
    },
  );
}

function noMergeBase({ isShallow }: GitRepository, name: string): Diagnostic {
  if (isShallow) return shallow(`the commit where it left \`${name}\` was not fetched`, name);
  return createDiagnostic(
    "against/not-found",
    `\`${name}\` and the current commit have no history in common.`,
    null,
    { hint: `compare with its tip: \`--against ${name}\`` },
  );
}

async function noRepository(text: string, folder: string): Promise<Diagnostic> {
  const problem = await repositoryProblem(folder);
  if (problem !== null) {
    const message = `git could not look for \`${text}\`: ${problem}.`;
    const hint = /dubious ownership/.test(problem)
      ? "trust the folder: `git config --global --add safe.directory <folder>`"
      : undefined;
    return createDiagnostic("against/git-failed", message, null, { hint });
  }
  return createDiagnostic(
    "against/not-found",
    `\`${text}\` is no folder, archive or file here, and the contracts are in no git repository that could have a ref of that name.`,
    null,
    { hint: "name the folder, archive or file with the old contracts" },
  );
}

function badFolder(text: string): Diagnostic {
  return createDiagnostic(
    "against/invalid-ref",
    `\`${text}\` must be \`<ref>:<folder>\` with a folder inside the repository.`,
    null,
    { hint: "e.g. `main:services/shop`" },
  );
}
