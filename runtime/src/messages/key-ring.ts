import { BerrysError } from "../errors.ts";

/** A key that encrypts what messages carry. */
export interface MessageKey {
  /** Its name, which travels beside what it encrypted. */
  readonly kid: string;
  /** 32 bytes. */
  readonly secret: Buffer;
}

/** The keys of a platform: one that encrypts, and all that decrypt. */
export interface KeyRing {
  /** Encrypts whatever is sent from now on. */
  readonly current: MessageKey;
  /** Null: the key is unknown, or retired. */
  find(kid: string): MessageKey | null;
}

/** What `BERRYS_MESSAGE_KEYS` holds, for messages to people. */
export const keyRingForm =
  "`<name>:<32 bytes as base64url>` for each key, with commas between, the encrypting key first";

/**
 * Reads a key ring: `kid:base64url-32-bytes`, comma separated; the first key encrypts, all decrypt. A key is rotated by
 * putting a new one in front, and retired by taking it out once no message of its time is left. A key should encrypt
 * at most four thousand million values, since each gets a random 96-bit nonce.
 * Throws a `BerrysError` `invalid_argument` that shows no key.
 */
export function parseKeyRing(text: string): KeyRing {
  const keys = new Map<string, MessageKey>();
  for (const [index, item] of text.split(",").entries()) {
    const key = parseKey(item.trim(), index + 1);
    if (keys.has(key.kid)) throw wrong(`names the key \`${key.kid}\` twice`);
    keys.set(key.kid, key);
  }
  return ringOf(keys);
}

/** A ring of one key. */
export function createKeyRing(key: MessageKey): KeyRing {
  return ringOf(new Map([[key.kid, key]]));
}

function ringOf(keys: ReadonlyMap<string, MessageKey>): KeyRing {
  const [current] = keys.values();
  if (current === undefined) throw wrong("holds no key");
  return { current, find: (kid) => keys.get(kid) ?? null };
}

function parseKey(item: string, position: number): MessageKey {
  const [, kid, encoded] = /^([\w.-]{1,64}):([\w-]+)=?$/.exec(item) ?? [];
  if (kid === undefined || encoded === undefined) throw wrong(`has a wrong entry ${position}`);
  const secret = Buffer.from(encoded, "base64url");
  if (secret.length === 32) return { kid, secret };
  throw wrong(`has a key \`${kid}\` of ${secret.length} bytes`);
}

function wrong(what: string): BerrysError {
  return new BerrysError(
    "invalid_argument",
    `BERRYS_MESSAGE_KEYS ${what}, expected ${keyRingForm}.`,
  );
}
