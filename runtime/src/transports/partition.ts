import { crc32 } from "node:zlib";

/** What decides where a message goes. */
interface Routed {
  readonly id: string;
  readonly key: string | null;
  readonly partitions: number;
}

/** Ordering key of a message: an empty one counts as none. */
export function keyOf(message: { readonly key: string | null }): string | null {
  return message.key === "" ? null : message.key;
}

/**
 * Partition of a message: CRC-32 of its key's UTF-8 bytes modulo the number of partitions, so that clients in
 * other languages agree. Unkeyed messages are spread by id: a resend lands beside the original.
 */
export function partitionOf(message: Routed): number {
  return crc32(keyOf(message) ?? message.id) % message.partitions;
}

/** The member that should own `partition`: rendezvous hashing, so that a join or leave moves few partitions. */
export function preferredOwner(members: readonly string[], partition: string): string | null {
  let best: string | null = null;
  let bestWeight = -1;
  for (const member of members) {
    // A second round spreads what a CRC of similar texts leaves close together.
    const weight = Math.imul(crc32(`${partition} ${member}`), 0x9e3779b1) >>> 0;
    if (weight > bestWeight || (weight === bestWeight && best !== null && member < best)) {
      best = member;
      bestWeight = weight;
    }
  }
  return best;
}
