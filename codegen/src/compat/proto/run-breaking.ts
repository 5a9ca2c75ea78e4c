import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDiagnostic } from "../../diagnostics/create.ts";
import type { Result } from "../../diagnostics/diagnostic.ts";
import type { ProtoCategory } from "../../findings/settings.ts";
import { runBuf } from "../../load/buf.ts";
import type { BreakingSettings } from "./breaking-settings.ts";

/** A finding of `buf breaking`, as buf writes it. */
export interface Violation {
  /** Path inside the new image; absent where a whole file or package is gone. */
  readonly path?: string;
  readonly start_line: number;
  readonly start_column: number;
  readonly end_line: number;
  readonly end_column: number;
  /** Rule id, e.g. `FIELD_SAME_TYPE`. */
  readonly type: string;
  readonly message: string;
}

/** What is run with which rules. */
export interface BreakingInput {
  readonly old: Uint8Array;
  readonly now: Uint8Array;
  readonly category: ProtoCategory;
  readonly settings: BreakingSettings;
}

/** Runs `buf breaking` on two images. */
export async function runBreaking({
  old,
  now,
  category,
  settings,
}: BreakingInput): Promise<Result<readonly Violation[]>> {
  const folder = await mkdtemp(join(tmpdir(), "berrys-buf-"));
  try {
    await Promise.all([
      writeFile(join(folder, "old.binpb"), old),
      writeFile(join(folder, "new.binpb"), now),
    ]);
    const config = { version: "v2", breaking: { use: [category], ...settings } };
    const { status, stdout, stderr } = await runBuf(
      [
        ...["breaking", "new.binpb", "--against", "old.binpb", "--exclude-imports"],
        ...["--error-format=json", "--config", JSON.stringify(config)],
      ],
      folder,
    );
    // Buf ends with 100 where it found something.
    if (status === 0 || status === 100) return [violationsOf(stdout.toString("utf8")), []];
    const reason = stderr
      .trim()
      .replace(/^Failure: /, "")
      .replace(/\.$/, "");
    const message = `buf could not compare the proto files: ${reason || "no reason given"}.`;
    return [[], [createDiagnostic("load/buf-failed", message, null)]];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function violationsOf(output: string): readonly Violation[] {
  return output
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Violation);
}
