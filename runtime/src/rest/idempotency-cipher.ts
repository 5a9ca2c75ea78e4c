import { createCipheriv, createDecipheriv, createHmac, type Hmac, randomBytes } from "node:crypto";

/**
 * What of a key and its request reaches the database. Everything is derived from the key, which is not stored: an
 * answer may hold what is shown once, like a new API key, and only who has the key of the request can open it.
 */
export interface IdempotencyCipher {
  /** Of the key within its scope. */
  readonly id: string;
  /** Equal for equal values, whatever the order of their members, and equal files. */
  fingerprint(value: unknown): Promise<string>;
  seal(text: string): Uint8Array;
  open(sealed: Uint8Array): string;
}

const algorithm = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;

/** The same key in two scopes has nothing in common. */
export function cipherOf(scope: string, key: string): IdempotencyCipher {
  const derive = (purpose: string): Hmac =>
    createHmac("sha256", key).update(JSON.stringify([purpose, scope]));
  return {
    id: derive("id").digest("base64url"),
    fingerprint: async (value) => {
      const hash = derive("fingerprint");
      const files: Blob[] = [];
      addValue(hash, value, files);
      for (const file of files) addBytes(hash, new Uint8Array(await file.arrayBuffer()));
      return hash.digest("base64url");
    },
    seal: (text) => {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(algorithm, derive("seal").digest(), nonce);
      const sealed = [cipher.update(text, "utf8"), cipher.final()];
      return Buffer.concat([nonce, cipher.getAuthTag(), ...sealed]);
    },
    open: (sealed) => {
      const secret = derive("seal").digest();
      const decipher = createDecipheriv(algorithm, secret, sealed.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      });
      decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
      const text = decipher.update(sealed.subarray(nonceBytes + tagBytes));
      return Buffer.concat([text, decipher.final()]).toString("utf8");
    },
  };
}

function addValue(hash: Hmac, value: unknown, files: Blob[]): void {
  if (value instanceof Uint8Array) addBytes(hash, value);
  else if (value instanceof Blob) {
    const name = value instanceof File ? value.name : null;
    hash.update(`file ${JSON.stringify([name, value.type, value.size])},`);
    files.push(value);
  } else if (Array.isArray(value)) {
    hash.update("[");
    for (const item of value) addValue(hash, item, files);
    hash.update("],");
  } else if (typeof value === "object" && value !== null) {
    hash.update("{");
    for (const [name, member] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) {
      hash.update(`${JSON.stringify(name)}:`);
      addValue(hash, member, files);
    }
    hash.update("},");
  } else hash.update(`${JSON.stringify(value)},`);
}

function addBytes(hash: Hmac, bytes: Uint8Array): void {
  hash.update(`bytes ${bytes.length}:`).update(bytes);
}
