import { posix } from "node:path";
import { isInside, type TreeEntry } from "./git-tree.ts";

/**
 * Replaces symbolic links by the files they lead to, also those below a linked folder. Links out of the tree, to nothing
 * or in circles are left out.
 */
export function resolveLinks(
  entries: readonly TreeEntry[],
  targetOf: (link: TreeEntry) => string,
): readonly TreeEntry[] {
  const files = entries.filter(({ isLink }) => !isLink);
  const links = new Map(entries.filter(({ isLink }) => isLink).map((link) => [link.path, link]));
  if (links.size === 0) return files;
  const byPath = new Map(files.map((file) => [file.path, file]));
  const found = [...files];
  for (const link of links.values()) {
    const target = follow(link.path, links, targetOf);
    if (target === null) continue;
    const file = byPath.get(target);
    if (file !== undefined) found.push({ ...file, path: link.path });
    // A folder that holds the link itself would repeat without end.
    else if (!`${link.path}/`.startsWith(`${target}/`))
      for (const below of files)
        if (below.path.startsWith(`${target}/`))
          found.push({ ...below, path: `${link.path}${below.path.slice(target.length)}` });
  }
  return found;
}

/** As many steps as an operating system takes before it calls a chain of links a circle. */
const mostSteps = 40;

function follow(
  start: string,
  links: ReadonlyMap<string, TreeEntry>,
  targetOf: (link: TreeEntry) => string,
): string | null {
  let path = start;
  for (let step = 0; step < mostSteps; step += 1) {
    const at = prefixes(path).find((prefix) => links.has(prefix));
    const link = at === undefined ? undefined : links.get(at);
    if (at === undefined || link === undefined) return path;
    const text = targetOf(link);
    if (posix.isAbsolute(text)) return null;
    const target = posix.join(posix.dirname(at), text, path.slice(at.length + 1));
    path = target.replace(/\/$/, "");
    if (!isInside(path)) return null;
  }
  return null;
}

/** `a/b/c` → `a`, `a/b`, `a/b/c`. */
function prefixes(path: string): readonly string[] {
  const parts = path.split("/");
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
