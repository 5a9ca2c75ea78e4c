import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import type { SchemaObject } from "../schemas/json-schema.ts";

/** A document that lies beside this file. */
export function readDocument(name: string): SchemaObject {
  const compressed = readFileSync(join(import.meta.dirname, `${name}.json.br`));
  return JSON.parse(brotliDecompressSync(compressed).toString()) as SchemaObject;
}
