import { createHmac, randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify<string, Buffer, number, object, Buffer>(scrypt);
const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 2 ** 20 };

/** A new API key: shown once to its owner. */
export interface NewApiKey {
  /** The whole key, e.g. `bk_1f0c9a2b_…`. */
  readonly key: string;
  readonly prefix: string;
  readonly hash: string;
}

/** Makes a key of 256 random bits; `prefix` finds it again, `hash` proves it. */
export function createApiKey(): NewApiKey {
  const prefix = `bk_${randomBytes(4).toString("hex")}`;
  return hashedKey(prefix, `${prefix}_${randomBytes(32).toString("base64url")}`);
}

/** Takes in a key that was made elsewhere, such as the first one of an installation. */
export function importApiKey(key: string): NewApiKey {
  return hashedKey(prefixOf(key), key);
}

/** What finds a key in the store: `bk_` and what stands before the next `_`; the start of a key made elsewhere. */
export function prefixOf(key: string): string {
  return /^bk_[0-9A-Za-z]+(?=_)/.exec(key)?.[0] ?? key.slice(0, 12);
}

function hashedKey(prefix: string, key: string): NewApiKey {
  const salt = randomBytes(16);
  return { key, prefix, hash: `${salt.toString("base64url")}.${keyedHash(key, salt)}` };
}

/** Compares in constant time. A salted fast hash is enough for a key of 256 random bits. */
export function isApiKey(key: string, hash: string): boolean {
  const [salt = "", expected = ""] = hash.split(".");
  return equal(keyedHash(key, Buffer.from(salt, "base64url")), expected);
}

function keyedHash(key: string, salt: Buffer): string {
  return createHmac("sha256", salt).update(key).digest("base64url");
}

/** Slow hash of a password (scrypt, RFC 7914). */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, 32, cost);
  return `${salt.toString("base64url")}.${hash.toString("base64url")}`;
}

/** Compares in constant time; takes as long for a user that is not there (`hash` null). */
export async function isPassword(password: string, hash: string | null): Promise<boolean> {
  const [salt = "", expected = ""] = (hash ?? "AAAAAAAAAAAAAAAAAAAAAA.none").split(".");
  const derived = await derive(password, Buffer.from(salt, "base64url"), 32, cost);
  return equal(derived.toString("base64url"), expected);
}

/** An opaque refresh token and what is stored of it. */
export function createRefreshToken(): { readonly token: string; readonly hash: string } {
  const token = randomBytes(32).toString("base64url");
  return { token, hash: hashRefreshToken(token) };
}

export function hashRefreshToken(token: string): string {
  return createHmac("sha256", "refresh").update(token).digest("base64url");
}

function equal(left: string, right: string): boolean {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}
