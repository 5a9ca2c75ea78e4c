/** Sides of small workspaces that tests of lint write. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Side } from "@berrys/codegen/compat/side";
import { openSide } from "@berrys/codegen/compat/sources/open-side";
import { isObject } from "@berrys/codegen/load/pointer";
import { stringify } from "yaml";

/** Files of a workspace: text, or a document that is written as YAML. */
export type Contracts = Readonly<Record<string, unknown>>;

/** Writes a workspace into a temporary folder, opens it, and removes it when the side is disposed of. */
export async function openContracts(contracts: Contracts): Promise<Side> {
  const root = mkdtempSync(join(tmpdir(), "berrys-lint-"));
  for (const [file, text] of Object.entries(withSettings(contracts))) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  const side = await openSide({ kind: "folder", path: root, label: "golden" });
  const dispose = async () => {
    await side.dispose();
    rmSync(root, { recursive: true, force: true });
  };
  return { ...side, dispose };
}

/** The texts that are written, with what most cases would repeat. */
export function withSettings(contracts: Contracts): Readonly<Record<string, string>> {
  const files = Object.fromEntries(
    Object.entries(contracts).map(([file, content]) => [file, textOf(file, content)]),
  );
  if (Object.hasOwn(files, "berrys.yaml")) return files;
  const named = ["openapi", "asyncapi"].flatMap((kind) =>
    [".yaml", ".json"].flatMap((end) =>
      Object.hasOwn(files, kind + end) ? [[kind, kind + end] as const] : [],
    ),
  );
  const protos = Object.keys(files).filter((file) => file.endsWith(".proto"));
  const proto = Object.hasOwn(files, "buf.yaml") ? "buf.yaml" : "proto";
  const paths = Object.fromEntries([...named, ...(protos.length > 0 ? [["proto", proto]] : [])]);
  return { "berrys.yaml": stringify({ name: "golden", contracts: paths }), ...files };
}

const headers = {
  openapi: { openapi: "3.1.0", info: { title: "Golden", version: "1.0.0" } },
  asyncapi: { asyncapi: "3.0.0", info: { title: "Golden", version: "1.0.0" } },
};

function textOf(file: string, content: unknown): string {
  if (typeof content === "string") return content;
  const [kind] = /^(openapi|asyncapi)(?=\.(yaml|json)$)/.exec(file) ?? [];
  const header = kind === undefined || !isObject(content) ? {} : headers[kind as "openapi"];
  const whole = isObject(content) ? { ...header, ...content } : content;
  if (kind === "openapi" && isObject(whole) && !("paths" in whole))
    Object.assign(whole, { paths: {} });
  return file.endsWith(".json") ? JSON.stringify(whole, null, 2) : stringify(whole);
}
