import { posix } from "node:path";
import { isInside } from "./git-tree.ts";
import { inMebibytes, isContractLike, type Limits } from "./limits.ts";

/** What an archive entry is. Links are not followed: contracts are files. */
export type EntryKind = "file" | "folder" | "link" | "other";

/** Why an archive is refused as a whole. */
export type CollectProblem =
  | { readonly kind: "unsafe"; readonly entry: string }
  /** `reason` continues a sentence: ``unfolds to more than 512 MiB``. */
  | { readonly kind: "too-large"; readonly reason: string };

/** An entry while it is read. */
export interface OpenEntry {
  /** Takes a part of the content; false: it is too large, stop. */
  add(chunk: Uint8Array): boolean;
  end(): void;
}

/** Takes the contract files out of a stream of entries, within limits. */
export interface Collector {
  /** Starts an entry; null: it is not wanted, skip its content. */
  begin(name: string, kind: EntryKind, linkTarget?: string): OpenEntry | null;
  problem(): CollectProblem | null;
  /** Contents by path, without the single top folder that all entries lie in (`package/`, `repository-main/`). */
  files(): ReadonlyMap<string, Uint8Array>;
}

/** A collector that has seen nothing yet. */
export function createCollector(limits: Limits): Collector {
  const found = new Map<string, Uint8Array>();
  const tops = new Set<string>();
  let problem: CollectProblem | null = null;
  let entries = 0;
  let bytes = 0;

  const refuse = (reason: string) => {
    problem ??= { kind: "too-large", reason };
    return null;
  };

  const begin: Collector["begin"] = (name, kind, linkTarget = "") => {
    if (problem !== null) return null;
    entries += 1;
    if (entries > limits.entries) return refuse(`has more than ${limits.entries} entries`);
    const path = name.replace(/^(?:\.\/)+/, "").replace(/\/+$/, "");
    if (path === "" || path === "." || path === "pax_global_header") return null;
    const isOut = !isInside(path) || (kind === "link" && leadsOut(path, linkTarget));
    if (isOut) {
      problem = { kind: "unsafe", entry: name };
      return null;
    }
    tops.add(kind === "folder" && !path.includes("/") ? `${path}/` : topOf(path));
    if (kind !== "file" || !isContractLike(path)) return null;
    if (found.size >= limits.files) return refuse(`has more than ${limits.files} contract files`);
    return openEntry(path);
  };

  const openEntry = (path: string): OpenEntry => {
    const chunks: Uint8Array[] = [];
    let length = 0;
    return {
      add(chunk) {
        length += chunk.length;
        bytes += chunk.length;
        if (length > limits.fileBytes)
          refuse(`holds \`${path}\` of more than ${inMebibytes(limits.fileBytes)}`);
        if (bytes > limits.totalBytes)
          refuse(`unfolds to more than ${inMebibytes(limits.totalBytes)}`);
        // The buffer of a chunk may be used again by who reads.
        chunks.push(chunk.slice());
        return problem === null;
      },
      end: () => {
        found.set(path, Buffer.concat(chunks));
      },
    };
  };

  const files: Collector["files"] = () => {
    const [only, ...others] = tops;
    if (only === undefined || others.length > 0 || !only.endsWith("/")) return found;
    return new Map([...found].map(([path, content]) => [path.slice(only.length), content]));
  };

  return { begin, problem: () => problem, files };
}

/** `package/` for `package/a.yaml`; the name itself for a file at the top. */
function topOf(path: string): string {
  const slash = path.indexOf("/");
  return slash === -1 ? path : path.slice(0, slash + 1);
}

function leadsOut(path: string, target: string): boolean {
  return posix.isAbsolute(target) || posix.join(posix.dirname(path), target).startsWith("..");
}
