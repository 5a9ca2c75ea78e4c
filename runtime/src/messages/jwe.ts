import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { isObject } from "../validation.ts";
import type { KeyRing, MessageKey } from "./key-ring.ts";

/** What an encrypted value belongs to; it cannot be read anywhere else. */
export interface Binding {
  /** Id of the message. */
  readonly id: string;
  /** Type of the message. */
  readonly type: string;
  /** RFC 6901 pointer into `data`. */
  readonly at: string;
}

/** Why something cannot be decrypted; the message names no secret. */
export class Undecryptable extends Error {
  override readonly name = "Undecryptable";
}

const nonceBytes = 12;
const tagBytes = 16;

/**
 * Encrypts a text as a compact JWE (RFC 7516; `dir`, `A256GCM`). What it is bound to stands in the protected header, as
 * member `berrys`, and so is authenticated with it.
 */
export function encrypt(plaintext: string, binding: Binding, key: MessageKey): string {
  const { id, type, at } = binding;
  const header = { alg: "dir", enc: "A256GCM", kid: key.kid, berrys: { id, type, at } };
  const head = Buffer.from(JSON.stringify(header)).toString("base64url");
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key.secret, nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(head, "ascii"));
  const text = cipher.update(plaintext, "utf8", "base64url") + cipher.final("base64url");
  const tag = cipher.getAuthTag().toString("base64url");
  return `${head}..${nonce.toString("base64url")}.${text}.${tag}`;
}

/** Decrypts what {@link encrypt} made for the same place of the same message; throws {@link Undecryptable}. */
export function decrypt(token: string, binding: Binding, keys: KeyRing): string {
  const [head, nonce, text, tag] = partsOf(token);
  const header = headerOf(head);
  if (header.alg !== "dir" || header.enc !== "A256GCM") {
    throw new Undecryptable("it is encrypted otherwise than with `dir` and `A256GCM`");
  }
  // Both would change what the header or the text means.
  if (header.crit !== undefined || header.zip !== undefined) {
    throw new Undecryptable("its header has `crit` or `zip`, which are not supported");
  }
  const key = typeof header.kid === "string" ? keys.find(header.kid) : null;
  if (key === null) {
    throw new Undecryptable(`its key \`${shown(header.kid)}\` is not in BERRYS_MESSAGE_KEYS`);
  }
  const plaintext = open(key, head, nonce, text, tag);
  const bound = isObject(header.berrys) ? header.berrys : {};
  if (bound.id !== binding.id || bound.type !== binding.type || bound.at !== binding.at) {
    throw new Undecryptable(
      `it belongs to \`${shown(bound.at)}\` of the \`${shown(bound.type)}\` ${shown(bound.id)}`,
    );
  }
  return plaintext;
}

function open(key: MessageKey, head: string, nonce: Buffer, text: Buffer, tag: Buffer): string {
  const decipher = createDecipheriv("aes-256-gcm", key.secret, nonce, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(head, "ascii"));
  decipher.setAuthTag(tag);
  try {
    return decipher.update(text, undefined, "utf8") + decipher.final("utf8");
  } catch {
    throw new Undecryptable(`it was changed, or encrypted with another key called \`${key.kid}\``);
  }
}

const compact = /^([\w-]+)\.\.([\w-]+)\.([\w-]*)\.([\w-]+)$/;

function partsOf(token: string): readonly [head: string, nonce: Buffer, text: Buffer, tag: Buffer] {
  const [, head = "", ...encoded] = compact.exec(token) ?? [];
  const [nonce, text, tag] = encoded.map((part) => Buffer.from(part, "base64url"));
  if (nonce?.length !== nonceBytes || text === undefined || tag?.length !== tagBytes) {
    throw new Undecryptable("it is no compact JWE");
  }
  return [head, nonce, text, tag];
}

function headerOf(head: string): Readonly<Record<string, unknown>> {
  try {
    const header: unknown = JSON.parse(Buffer.from(head, "base64url").toString());
    if (isObject(header)) return header;
  } catch {
    // Said below.
  }
  throw new Undecryptable("it is no compact JWE");
}

/** Headers are written by whoever can write messages. */
function shown(value: unknown): string {
  return typeof value === "string" ? value.slice(0, 80) : "?";
}
