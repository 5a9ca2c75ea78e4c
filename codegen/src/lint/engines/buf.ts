import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import type { Side } from "../../compat/side.ts";
import { bufCommand } from "../../load/buf.ts";
import type { LintMistake } from "../lint-rule.ts";
import type { LintEngine } from "./engine.ts";

/** `buf lint`: `buf.yaml` decides which rules count. */
export const buf: LintEngine = {
  name: "buf",
  appliesTo: ({ proto }) => proto !== null && proto.files.size > 0,
  run: async (side) => {
    const [annotations, { createProtoNames }] = await Promise.all([
      lint(side),
      import("./proto-names.ts"),
    ]);
    const nameAt = createProtoNames(side.proto);
    const isModule = side.config !== null || existsSync(join(side.root, "buf.yaml"));
    return annotations
      .filter(({ type = "" }) => isModule || !layout.has(type))
      .map((found) => mistakeOf(found, nameAt));
  },
};

/** Rules on the folders that files lie in: they mean nothing where nobody says which folder is the root. */
const layout: ReadonlySet<string> = new Set([
  "DIRECTORY_SAME_PACKAGE",
  "PACKAGE_DIRECTORY_MATCH",
  "PACKAGE_SAME_DIRECTORY",
]);

interface Annotation {
  readonly path?: string;
  readonly start_line?: number;
  readonly start_column?: number;
  readonly end_line?: number;
  readonly end_column?: number;
  readonly type?: string;
  readonly message?: string;
}

async function lint({ root, config, proto }: Side): Promise<readonly Annotation[]> {
  const named = config?.contracts.proto ?? null;
  const isConfig = named !== null && /\.ya?ml$/.test(named);
  const input = named === null ? "." : isConfig ? posix.dirname(named) : named;
  const files = [...(proto?.files.values() ?? [])].sort();
  const paths = named === null ? files.flatMap((file) => ["--path", file]) : [];
  const [command, prefix] = bufCommand();
  const settings = isConfig ? ["--config", named] : [];
  const args = [...prefix, "lint", input, ...settings, ...paths, "--error-format=json"];
  const { code, stdout, stderr } = await run(command, args, root);
  // 100: there are findings; anything else that is not 0: buf could not lint.
  if (code !== 0 && code !== 100) throw new Error(firstLine(stderr) || firstLine(stdout));
  return stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Annotation);
}

function firstLine(text: string): string {
  return (text.trim().split("\n")[0] ?? "").replace(/^Failure: /, "");
}

interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(command: string, args: readonly string[], cwd: string): Promise<Finished> {
  return new Promise((resolve) => {
    execFile(command, args, { cwd, maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
      const status: unknown = error?.code ?? 0;
      const code = typeof status === "number" ? status : 1;
      resolve({ code, stdout, stderr: stderr || (code === 1 ? (error?.message ?? "") : "") });
    });
  });
}

function mistakeOf(
  { path = "", start_line: line = 1, start_column: column = 1, ...rest }: Annotation,
  nameAt: (file: string, line: number, column: number) => string | null,
): LintMistake {
  const name = nameAt(path, line, column);
  const span = {
    file: path,
    line,
    column,
    endLine: rest.end_line ?? line,
    endColumn: rest.end_column ?? column + 1,
  };
  return {
    rule: `buf/${rest.type ?? "COMPILE"}`,
    kind: "proto",
    message: sentence(rest.message ?? "buf gives no reason"),
    path: name ?? posix.basename(path),
    place: { file: path, pointer: name ?? "", span },
    detail: rest.message ?? "",
  };
}

function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
