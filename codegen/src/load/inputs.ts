import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** A file whose content decides what is generated. A proto folder counts too: its list of proto files is hashed. */
export interface Input {
  /** Workspace-relative path, `/` separators. */
  readonly file: string;
  /** Hex; of the content, or of the sorted list of proto files for a folder. */
  readonly sha256: string;
}

/** SHA-256 of a text or bytes as hex. */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** The hash an {@link Input} of this path would have now; null when it does not exist. */
export function hashInput(root: string, file: string): string | null {
  const path = join(root, file);
  if (!existsSync(path)) return null;
  if (statSync(path).isDirectory()) return sha256(listProtoFiles(root, file).join("\n"));
  return sha256(readFileSync(path));
}

/** Workspace-relative paths of the proto files under a folder, sorted. */
export function listProtoFiles(root: string, folder: string): readonly string[] {
  const found: string[] = [];
  const visit = (relative: string) => {
    for (const entry of readdirSync(join(root, relative), { withFileTypes: true })) {
      if (entry.name === "node_modules" || entry.name.startsWith(".")) continue;
      const path = relative === "." ? entry.name : `${relative}/${entry.name}`;
      if (entry.isDirectory()) visit(path);
      else if (entry.name.endsWith(".proto")) found.push(path);
    }
  };
  if (existsSync(join(root, folder))) visit(folder.replace(/\/+$/, "") || ".");
  return found.sort();
}
