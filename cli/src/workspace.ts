import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of the nearest `berrys.yaml`, from `cwd` upwards; where there is none, `cwd`, and loading says so. */
export function findWorkspace(cwd: string): string {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "berrys.yaml"))) return folder;
    if (dirname(folder) === folder) return cwd;
  }
}
