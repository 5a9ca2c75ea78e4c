import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "../..");
const tsc = join(root, "node_modules/typescript-7/bin/tsc");

/**
 * Checks files, by path, as if they were part of the workspace: under its tsconfig and with its packages.
 * Returns the errors, each as `<path>(<line>,<column>): error TS…: …`; the lines that explain one are part of it.
 */
export async function typeCheck(
  files: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), "berrys-types-"));
  try {
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    const settings = {
      extends: join(root, "tsconfig.json"),
      compilerOptions: { typeRoots: [join(root, "node_modules/@types")] },
      include: Object.keys(files),
    };
    for (const [path, content] of Object.entries({
      ...files,
      "package.json": '{ "type": "module" }',
      "tsconfig.json": JSON.stringify(settings),
    })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    const output = await new Promise<string>((resolve, reject) => {
      execFile(process.execPath, [tsc, "-p", folder, "--pretty", "false"], (error, stdout) => {
        // Exit codes 1 and 2 tell of errors in the files.
        if (error !== null && stdout === "") reject(error);
        else resolve(stdout);
      });
    });
    const errors = output.split(/\n(?!\s)/).map((text) => text.trim());
    return errors
      .filter((text) => text !== "")
      .map((text) => text.slice(Math.max(text.indexOf(`${folder}/`), 0)))
      .map((text) => text.replace(/^.*?berrys-types-[^/]+\//, ""));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
