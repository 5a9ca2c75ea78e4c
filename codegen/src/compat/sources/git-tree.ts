import { posix } from "node:path";
import { type GitOutput, git } from "./git.ts";

/** A file of a commit. */
export interface TreeEntry {
  /** Path from the top of the repository. */
  readonly path: string;
  readonly object: string;
  readonly bytes: number;
  readonly isLink: boolean;
}

/** Files and symbolic links of a commit; submodules are left out. Fails with what git said. */
export async function listTree(
  repository: string,
  commit: string,
): Promise<readonly TreeEntry[] | GitOutput> {
  const output = await git(repository, ["ls-tree", "-r", "-z", "-l", "--full-tree", commit]);
  if (output.status !== 0) return output;
  const entries: TreeEntry[] = [];
  for (const line of output.stdout.toString("utf8").split("\0")) {
    const found = /^(\d+) blob ([0-9a-f]+) +(\d+|BAD)\t([\s\S]+)$/.exec(line);
    if (found === null) continue;
    const [, mode = "", object = "", size = "0", path = ""] = found;
    // Git refuses such paths when it checks out; a hand-made tree may have them.
    if (isInside(path))
      entries.push({
        path,
        object,
        bytes: size === "BAD" ? 0 : Number(size),
        isLink: mode === "120000",
      });
  }
  return entries;
}

/** True for a relative path that stays below where it starts. */
export function isInside(path: string): boolean {
  const parts = path.split("/");
  return (
    !posix.isAbsolute(path) &&
    !/^[A-Za-z]:|\\|\0/.test(path) &&
    parts.every((part) => part !== ".." && part !== "." && part !== "")
  );
}

/** Contents of objects by name, read in one go; fails with what git said. */
export async function readObjects(
  repository: string,
  objects: readonly string[],
): Promise<ReadonlyMap<string, Buffer> | GitOutput> {
  const found = new Map<string, Buffer>();
  const wanted = [...new Set(objects)];
  if (wanted.length === 0) return found;
  const output = await git(repository, ["cat-file", "--batch"], `${wanted.join("\n")}\n`);
  if (output.status !== 0) return output;
  const { stdout } = output;
  let at = 0;
  while (at < stdout.length) {
    const end = stdout.indexOf("\n", at);
    const [object = "", , size] = stdout.toString("utf8", at, end).split(" ");
    if (size === undefined) return { ...output, status: 1, stderr: `object ${object} is missing` };
    at = end + 1;
    found.set(object, stdout.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return found;
}
