import { hash } from "node:crypto";

/** SHA-256 in hex; the identity of contents in manifests and plans. */
export function hashOf(content: string | Uint8Array): string {
  return hash("sha256", content, "hex");
}
