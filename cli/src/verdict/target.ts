import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { Target } from "@berrys/codegen/verdict/target";
import { CliError } from "../cli-error.ts";
import { findWorkspace } from "../workspace.ts";

/** What to look at: the named folder or document; without a name the workspace around `cwd`. */
export function targetOf(cwd: string, name: string | undefined): Target {
  if (name === undefined) {
    const workspace = findWorkspace(cwd);
    return { kind: "folder", path: workspace, label: ".", base: workspace };
  }
  const path = resolve(cwd, name);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw new CliError("cli/no-target", `\`${name}\` does not exist`, {
      hint: "name a workspace folder or a contract",
    });
  }
  return stats.isDirectory()
    ? { kind: "folder", path, label: name, base: path }
    : { kind: "file", path, label: name, base: cwd };
}
