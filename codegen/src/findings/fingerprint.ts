import { createHash } from "node:crypto";

/** What makes a finding the same one from run to run. */
export interface FingerprintParts {
  readonly id: string;
  readonly path: string;
  /** Tells apart findings that share rule and path. */
  readonly detail?: string;
}

/** 16 hex digits; they hold no line, file or message, so that edits elsewhere and better words change nothing. */
export function fingerprintOf({ id, path, detail }: FingerprintParts): string {
  const parts = JSON.stringify([id, path, detail ?? null]);
  return createHash("sha256").update(parts).digest("hex").slice(0, 16);
}
