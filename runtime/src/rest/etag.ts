import { hash } from "node:crypto";

/**
 * Strong entity tags (RFC 9110, 8.8.3). One is `"<version>[;<part>][;<coding>]"`: the version says of which state of
 * the resource it is, the part which members were asked for, the coding how the body is compressed. `meta` of an
 * answer tells of the message, not of the resource, and has no part in it.
 */

/** Texts that can stand in a tag as they are, without what separates its parts. */
const plain = /^[\w.:+~@/-]{1,64}$/;

/** The version that a value makes: itself where it is a short text or a number, else a digest of it as JSON. */
export function versionOf(value: unknown): string {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "string" && plain.test(value)) return value;
  return digestOf(JSON.stringify(value) ?? "null");
}

/** The version of text or bytes: 128 bits of SHA-256. */
export function digestOf(content: string | Uint8Array): string {
  return hash("sha256", content, "buffer").subarray(0, 16).toString("base64url");
}

/** The tag as a header has it. */
export function entityTag(version: string, part: string | null, coding: string | null): string {
  return `"${version}${part === null ? "" : `;${part}`}${coding === null ? "" : `;${coding}`}"`;
}

/** A tag of `If-Match` or `If-None-Match`, without quotes. */
export interface ReceivedTag {
  readonly weak: boolean;
  readonly opaque: string;
}

const tagForm = /(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"/g;

/** The tags of a header; `*` stands for any. What is no tag is passed over. */
export function receivedTags(header: string): "*" | readonly ReceivedTag[] {
  if (header.trim() === "*") return "*";
  return [...header.matchAll(tagForm)].map(([, weak, opaque = ""]) => ({
    weak: weak !== undefined,
    opaque,
  }));
}

/** What a tag says of the resource alone. */
export function versionIn(opaque: string): string {
  return opaque.split(";", 1)[0] ?? "";
}
