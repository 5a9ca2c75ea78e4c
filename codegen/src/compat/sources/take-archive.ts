import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createDiagnostic } from "../../diagnostics/create.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type Collector, createCollector } from "./collect-entries.ts";
import { inMebibytes, type Limits } from "./limits.ts";
import type { ArchiveSpec } from "./spec.ts";

/** True for a name that ends like an archive. */
export function isArchiveName(name: string): boolean {
  return /\.(?:tar|tar\.gz|tgz|zip)$/i.test(name);
}

/** Unpacks the contract files of an archive into a folder, without the single folder that everything may lie in. */
export async function takeArchive(
  { path, label }: ArchiveSpec,
  target: string,
  limits: Limits,
): Promise<readonly Diagnostic[]> {
  const size = await stat(path).then(
    ({ size }) => size,
    () => null,
  );
  if (size === null)
    return [createDiagnostic("load/file-not-found", `The file \`${label}\` does not exist.`, null)];
  if (size > limits.totalBytes) return [tooLarge(label, `is ${inMebibytes(size)} long`)];
  const collector = createCollector(limits);
  try {
    const content = await readFile(path);
    if (isZip(content)) await readZip(content, collector);
    else await readTar(content, collector);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [broken(label, reason)];
  }
  const problem = collector.problem();
  if (problem !== null) return [problemOf(label, problem)];
  for (const [file, content] of collector.files()) {
    await mkdir(dirname(join(target, file)), { recursive: true });
    await writeFile(join(target, file), content);
  }
  return [];
}

function isZip(content: Buffer): boolean {
  return content.subarray(0, 2).toString("latin1") === "PK";
}

/** Unzips entry by entry; what a bomb would unfold to is counted while it unfolds. */
async function readZip(content: Buffer, collector: Collector): Promise<void> {
  const { Unzip, UnzipInflate } = await import("fflate");
  const unzip = new Unzip();
  unzip.register(UnzipInflate);
  let failure: Error | null = null;
  let seen = 0;
  unzip.onfile = (file) => {
    seen += 1;
    const entry = collector.begin(file.name, file.name.endsWith("/") ? "folder" : "file");
    if (entry === null) return;
    file.ondata = (error, chunk, final) => {
      if (error !== null) failure ??= error;
      else if (!entry.add(chunk)) file.terminate();
      else if (final) entry.end();
    };
    file.start();
  };
  for (let at = 0; at < content.length && collector.problem() === null; at += chunkBytes)
    unzip.push(content.subarray(at, at + chunkBytes), at + chunkBytes >= content.length);
  if (failure !== null) throw failure;
  if (seen === 0 && !isEmptyZip(content)) throw new Error("it holds no entries");
}

function isEmptyZip(content: Buffer): boolean {
  return content.subarray(0, 4).toString("latin1") === "PK\x05\x06";
}

const chunkBytes = 64 * 1024;

async function readTar(content: Buffer, collector: Collector): Promise<void> {
  const { Parser } = await import("tar");
  await new Promise<void>((resolve, reject) => {
    const parser = new Parser({
      strict: true,
      onReadEntry: (entry) => {
        const kind = kinds.get(entry.type) ?? "other";
        const target = kind === "link" ? (entry.linkpath ?? "") : "";
        const found = collector.begin(entry.path, kind, target);
        if (found === null) {
          entry.resume();
          return;
        }
        entry.on("data", (chunk: Buffer) => {
          if (!found.add(chunk)) parser.abort(new Error("too large"));
        });
        entry.on("end", () => found.end());
      },
    });
    // What the collector refuses is told better by its own problem.
    parser.on("error", (error: Error) =>
      collector.problem() === null ? reject(error) : resolve(),
    );
    parser.on("end", resolve);
    parser.end(content);
  });
}

const kinds: ReadonlyMap<string, "file" | "folder" | "link"> = new Map([
  ["File", "file"],
  ["OldFile", "file"],
  ["ContiguousFile", "file"],
  ["Directory", "folder"],
  ["GNUDumpDir", "folder"],
  ["Link", "link"],
  ["SymbolicLink", "link"],
]);

function problemOf(
  label: string,
  problem: NonNullable<ReturnType<Collector["problem"]>>,
): Diagnostic {
  switch (problem.kind) {
    case "unsafe":
      return createDiagnostic(
        "against/unsafe-archive",
        `The archive \`${label}\` has an entry that leads out of it: \`${problem.entry}\`.`,
        null,
      );
    case "too-large":
      return tooLarge(label, problem.reason);
  }
}

function tooLarge(label: string, reason: string): Diagnostic {
  return createDiagnostic("against/too-large", `The archive \`${label}\` ${reason}.`, null, {
    hint: "pack the contracts alone",
  });
}

function broken(label: string, reason: string): Diagnostic {
  return createDiagnostic(
    "against/broken-archive",
    `The archive \`${label}\` cannot be unpacked: ${reason.replace(/^[A-Z_]+: |\.$/g, "")}.`,
    null,
  );
}
