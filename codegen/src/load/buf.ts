import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { posix } from "node:path";
import { createDiagnostic } from "../diagnostics/create.ts";
import type { Diagnostic, Result } from "../diagnostics/diagnostic.ts";

/** The command that runs buf: the native program of this platform, or npm's shim where that is not installed. */
export function bufCommand(): readonly [command: string, args: readonly string[]] {
  const require = createRequire(import.meta.url);
  const native = `@bufbuild/buf-${process.platform}-${process.arch}/bin/buf`;
  try {
    return [require.resolve(process.platform === "win32" ? `${native}.exe` : native), []];
  } catch {
    return [process.execPath, [require.resolve("@bufbuild/buf/bin/buf")]];
  }
}

/**
 * Compiles the proto files of a workspace into a FileDescriptorSet with source info; null when buf refuses. With `only`,
 * those files (relative to the root) and what they import.
 */
export async function buildImage(
  root: string,
  bufYaml: string,
  only: readonly string[] = [],
): Promise<Result<Uint8Array | null>> {
  const isConfig = /\.ya?ml$/.test(bufYaml);
  const input = isConfig ? posix.dirname(bufYaml) : bufYaml;
  const config = isConfig ? ["--config", bufYaml] : [];
  const paths = only.flatMap((path) => ["--path", path]);
  const args = ["build", input, ...config, ...paths, "-o", "-", "--error-format=json"];
  const { status, stdout, stderr } = await runBuf(args, root);
  if (status === 0) return [stdout, []];
  return [null, diagnosticsOf(stderr || stdout.toString("utf8"))];
}

/** How a run of buf ended. */
export interface Finished {
  /** Null: it was killed. */
  readonly status: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs buf in a folder. */
export function runBuf(args: readonly string[], cwd: string): Promise<Finished> {
  const [command, prefix] = bufCommand();
  return new Promise((resolve) => {
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    const child = spawn(command, [...prefix, ...args], { cwd, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.on("error", (error) =>
      resolve({ status: 1, stdout: Buffer.alloc(0), stderr: error.message }),
    );
    child.on("close", (status) =>
      resolve({
        status,
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr).toString("utf8"),
      }),
    );
  });
}

function diagnosticsOf(output: string): readonly Diagnostic[] {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  const found = lines.map(
    (line) =>
      annotation(line) ??
      createDiagnostic(
        "load/buf-failed",
        `buf could not build the proto files: ${line.replace(/^Failure: /, "")}.`,
        null,
      ),
  );
  return found.length > 0
    ? found
    : [createDiagnostic("load/buf-failed", "buf stopped without saying why.", null)];
}

function annotation(line: string): Diagnostic | null {
  if (!line.startsWith("{")) return null;
  const {
    path,
    start_line = 1,
    start_column = 1,
    end_line = start_line,
    end_column = start_column + 1,
    message,
  } = JSON.parse(line) as {
    readonly path?: string;
    readonly start_line?: number;
    readonly start_column?: number;
    readonly end_line?: number;
    readonly end_column?: number;
    readonly message?: string;
  };
  const span =
    path === undefined
      ? null
      : {
          file: path,
          line: start_line,
          column: start_column,
          endLine: end_line,
          endColumn: end_column,
        };
  return createDiagnostic(
    "load/proto-syntax",
    `The proto file is broken: ${(message ?? "no reason given").replace(/\.$/, "")}.`,
    span,
  );
}
