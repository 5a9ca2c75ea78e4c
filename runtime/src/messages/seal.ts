import type { Envelope } from "../envelope.ts";
import { BerrysError } from "../errors.ts";
import { decrypt, encrypt, Undecryptable } from "./jwe.ts";
import { type KeyRing, keyRingForm } from "./key-ring.ts";
import { replaceAt } from "./places.ts";

/** A message names few places; one that names more was not made by us. */
const maxPlaces = 200;

/**
 * The envelope as it travels: what `sensitive` points at is encrypted, each value by itself and bound to the message and
 * its place, and `metadata.encrypted` names the places. Everything else stays readable. An envelope that holds nothing
 * sensitive is handed back as it is. Throws `failed_precondition` without keys.
 */
export function sealEnvelope(
  envelope: Envelope,
  sensitive: readonly string[],
  keys: KeyRing | null,
): Envelope {
  const { id, type } = envelope;
  const encrypted: string[] = [];
  let { data } = envelope;
  for (const pattern of outermostFirst(sensitive)) {
    let found = false;
    data = replaceAt(data, pattern, (value, at) => {
      found = true;
      const { current } = keys ?? missing(type);
      return encrypt(JSON.stringify(value), { id, type, at }, current);
    });
    if (found) encrypted.push(pattern);
  }
  if (encrypted.length === 0) return envelope;
  return { ...envelope, data, metadata: { ...envelope.metadata, encrypted } };
}

/**
 * The envelope with what its `metadata.encrypted` names decrypted: what was encrypted counts, and not what the contract
 * says by now, so that both may change while messages are under way. Throws {@link Undecryptable}.
 */
export function openEnvelope(envelope: Envelope, keys: KeyRing | null): Envelope {
  if (envelope.metadata?.encrypted === undefined) return envelope;
  const { encrypted, ...metadata } = envelope.metadata;
  if (!isListOfPlaces(encrypted)) {
    throw new Undecryptable(`\`metadata.encrypted\` is no list of at most ${maxPlaces} places`);
  }
  if (keys === null) throw new Undecryptable("BERRYS_MESSAGE_KEYS is not set");
  const { id, type } = envelope;
  let { data } = envelope;
  // The inverse of sealing, so the other way round.
  for (const pattern of [...outermostFirst(encrypted)].reverse()) {
    data = replaceAt(data, pattern, (value, at) => {
      if (typeof value !== "string") throw new Undecryptable(`\`data${at}\` is not encrypted`);
      return parse(plaintextOf(value, { id, type, at }, keys), at);
    });
  }
  const { metadata: _, ...rest } = envelope;
  return { ...rest, data, ...(Object.keys(metadata).length === 0 ? null : { metadata }) };
}

function isListOfPlaces(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length <= maxPlaces &&
    value.every((place) => typeof place === "string")
  );
}

function outermostFirst(patterns: readonly string[]): readonly string[] {
  if (patterns.length < 2) return patterns;
  const depth = (pattern: string): number => pattern.split("/").length;
  return [...new Set(patterns)].sort((a, b) => depth(a) - depth(b));
}

function plaintextOf(token: string, binding: Parameters<typeof decrypt>[1], keys: KeyRing): string {
  try {
    return decrypt(token, binding, keys);
  } catch (error) {
    if (!(error instanceof Undecryptable)) throw error;
    throw new Undecryptable(`\`data${binding.at}\` cannot be decrypted: ${error.message}`);
  }
}

function parse(text: string, at: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Undecryptable(`\`data${at}\` does not hold JSON`);
  }
}

function missing(type: string): never {
  throw new BerrysError(
    "failed_precondition",
    `\`${type}\` carries sensitive data, but BERRYS_MESSAGE_KEYS is not set; expected ${keyRingForm}.`,
  );
}
