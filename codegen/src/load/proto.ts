import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { createDiagnostic } from "../diagnostics/create.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { buildImage } from "./buf.ts";
import { hashInput, type Input, listProtoFiles } from "./inputs.ts";
import { isObject, member } from "./pointer.ts";
import type { SourceLoader } from "./sources.ts";

/** What the proto side of a workspace gives. */
export interface LoadedProto {
  /** A serialised FileDescriptorSet (a buf image) with source info; null when the files are broken. */
  readonly image: Uint8Array | null;
  /** Path inside the image (`berrys/planning/v1/planning.proto`) → workspace-relative file. Imports from outside are not in it. */
  readonly files: ReadonlyMap<string, string>;
  readonly inputs: readonly Input[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Starts buf and hashes the proto files while it runs. */
export async function loadProto(sources: SourceLoader, bufYaml: string): Promise<LoadedProto> {
  const building = buildImage(sources.root, bufYaml);
  const folders = moduleFolders(sources, bufYaml);
  const files = new Map<string, string>();
  const inputs: Input[] = [];
  const add = (file: string) => {
    const hash = hashInput(sources.root, file);
    if (hash !== null) inputs.push({ file, sha256: hash });
  };
  for (const file of [posix.join(posix.dirname(bufYaml), "buf.lock")]) add(file);
  for (const folder of folders) {
    add(folder);
    for (const file of listProtoFiles(sources.root, folder)) {
      add(file);
      files.set(posix.relative(folder, file), file);
    }
  }
  const [image, diagnostics] = await building;
  return { image, files, inputs, diagnostics };
}

/** Folders that imports start at, relative to the workspace: the modules of a `buf.yaml`, or the folder itself. */
export function moduleFolders(sources: SourceLoader, bufYaml: string): readonly string[] {
  if (!/\.ya?ml$/.test(bufYaml)) return [bufYaml];
  const base = posix.dirname(bufYaml);
  const modules = member(sources.load(bufYaml)?.value, "modules");
  const paths = Array.isArray(modules)
    ? modules.flatMap((item) =>
        isObject(item) && typeof item.path === "string" ? [item.path] : [],
      )
    : [];
  return (paths.length > 0 ? paths : ["."]).map((path) =>
    posix.join(base, path).replace(/\/$/, ""),
  );
}

/** The diagnostic for a proto setting that names nothing. */
export function missingProto(root: string, bufYaml: string): Diagnostic | null {
  try {
    if (/\.ya?ml$/.test(bufYaml)) readFileSync(join(root, bufYaml));
    else if (hashInput(root, bufYaml) === null) throw new Error("missing");
    return null;
  } catch {
    return createDiagnostic(
      "load/file-not-found",
      `\`${bufYaml}\`, named by \`contracts.proto\`, does not exist.`,
      null,
    );
  }
}
