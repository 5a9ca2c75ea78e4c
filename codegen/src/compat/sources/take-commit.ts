import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import { createDiagnostic } from "../../diagnostics/create.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type GitOutput, reasonOf } from "./git.ts";
import { listTree, readObjects, type TreeEntry } from "./git-tree.ts";
import { inMebibytes, isContractLike, type Limits } from "./limits.ts";
import { resolveLinks } from "./resolve-links.ts";
import type { GitSpec } from "./spec.ts";
import type { Taken } from "./taken.ts";

/**
 * Copies the contract files of a commit into a folder: those of the workspace first, then the rest of the repository as
 * far as the limits go, because references may lead out of the workspace. Work tree and index are not looked at.
 */
export async function takeCommit(spec: GitSpec, target: string, limits: Limits): Promise<Taken> {
  const listed = await listTree(spec.repository, spec.ref);
  if ("status" in listed) return failed(gitFailed(spec, listed));
  if (listed.length > limits.entries)
    return failed(tooLarge(spec, `${listed.length} files, more than ${limits.entries}`));
  const links = listed.filter(({ isLink }) => isLink);
  const linkTexts = await readObjects(
    spec.repository,
    links.map(({ object }) => object),
  );
  if ("status" in linkTexts) return failed(gitFailed(spec, linkTexts));
  const files = resolveLinks(listed, ({ object }) => linkTexts.get(object)?.toString("utf8") ?? "");
  const contracts = files.filter(({ path }) => isContractLike(path) && !isVendored(path));
  const own = contracts.filter(({ path }) => isBelow(spec.folder, path));
  const problem = checkSize(spec, own, limits);
  if (problem !== null) return failed(problem);
  if (spec.folder !== "" && !files.some(({ path }) => isBelow(spec.folder, path)))
    return failed(noFolder(spec));
  const taken = [...own, ...upTo(limits, own, contracts)];
  const contents = await readObjects(
    spec.repository,
    taken.map(({ object }) => object),
  );
  if ("status" in contents) return failed(gitFailed(spec, contents));
  return writeFiles(spec, target, taken, contents);
}

async function writeFiles(
  spec: GitSpec,
  target: string,
  taken: readonly TreeEntry[],
  contents: ReadonlyMap<string, Buffer>,
): Promise<Taken> {
  const pointers: string[] = [];
  await mkdir(join(target, spec.folder), { recursive: true });
  for (const folder of new Set(taken.map(({ path }) => dirname(join(target, path)))))
    await mkdir(folder, { recursive: true });
  for (const { path, object } of taken) {
    const content = contents.get(object) ?? Buffer.alloc(0);
    if (isLfsPointer(content)) {
      if (isBelow(spec.folder, path)) pointers.push(path);
      continue;
    }
    await writeFile(join(target, path), content);
  }
  return { diagnostics: pointers.map((path) => lfsPointer(spec, path)), absent: pointers };
}

function failed(diagnostic: Diagnostic): Taken {
  return { diagnostics: [diagnostic], absent: [] };
}

function isVendored(path: string): boolean {
  return /(?:^|\/)node_modules\//.test(path);
}

function isBelow(folder: string, path: string): boolean {
  return folder === "" || path.startsWith(`${folder}/`);
}

function isLfsPointer(content: Buffer): boolean {
  return content.length < 1024 && content.toString("latin1").startsWith("version https://git-lfs.");
}

/** The rest of the repository, nearest files first, as far as there is room. */
function upTo(
  limits: Limits,
  own: readonly TreeEntry[],
  all: readonly TreeEntry[],
): readonly TreeEntry[] {
  const known = new Set(own);
  let files = own.length;
  let bytes = own.reduce((sum, entry) => sum + entry.bytes, 0);
  return all.filter((entry) => {
    if (known.has(entry) || entry.bytes > limits.fileBytes) return false;
    if (files + 1 > limits.files || bytes + entry.bytes > limits.totalBytes) return false;
    files += 1;
    bytes += entry.bytes;
    return true;
  });
}

function checkSize(spec: GitSpec, own: readonly TreeEntry[], limits: Limits): Diagnostic | null {
  const bytes = own.reduce((sum, entry) => sum + entry.bytes, 0);
  const large = own.find((entry) => entry.bytes > limits.fileBytes);
  if (own.length > limits.files)
    return tooLarge(spec, `${own.length} contract files, more than ${limits.files}`);
  if (large !== undefined) {
    const size = `\`${posix.relative(spec.folder, large.path)}\` of ${inMebibytes(large.bytes)}`;
    return tooLarge(spec, `${size}, more than ${inMebibytes(limits.fileBytes)}`);
  }
  return bytes > limits.totalBytes
    ? tooLarge(spec, `${inMebibytes(bytes)} of files, more than ${inMebibytes(limits.totalBytes)}`)
    : null;
}

function tooLarge({ label }: GitSpec, what: string): Diagnostic {
  return createDiagnostic("against/too-large", `\`${label}\` holds ${what}.`, null, {
    hint: "name the folder of the contracts: `<ref>:<folder>`",
  });
}

function noFolder({ label, folder }: GitSpec): Diagnostic {
  return createDiagnostic("against/not-found", `\`${label}\` has no folder \`${folder}\`.`, null, {
    hint: "the contracts may have been somewhere else then: write `<ref>:<folder>`",
  });
}

function lfsPointer({ label, folder }: GitSpec, path: string): Diagnostic {
  const file = posix.relative(folder, path);
  return createDiagnostic(
    "against/lfs-pointer",
    `\`${file}\` is kept in Git LFS, so \`${label}\` has only a pointer to it.`,
    null,
    { severity: "warning", hint: "compare with a checked-out folder instead" },
  );
}

function gitFailed({ label }: GitSpec, output: GitOutput): Diagnostic {
  return createDiagnostic(
    "against/git-failed",
    `git could not read \`${label}\`: ${reasonOf(output)}.`,
    null,
  );
}
