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

/**
 * Which member should own which partition; the index is the partition. Rendezvous hashing with a quota: shares
 * differ by one at most, everybody computes the same, and a join or leave moves little more than it must.
 * `scope` makes channels with the same members differ.
 */
export function assignOwners(
  members: readonly string[],
  partitions: number,
  scope: string,
): readonly string[] {
  if (members.length === 0) return [];
  const share = Math.floor(partitions / members.length);
  let extras = partitions % members.length;
  const owned = new Map(members.map((member) => [member, 0]));
  return Array.from({ length: partitions }, (_, partition) => {
    const free = members.filter((member) => {
      const count = owned.get(member) ?? 0;
      return count < share || (count === share && extras > 0);
    });
    const owner = heaviest(free, `${scope}/${partition}`);
    const count = owned.get(owner) ?? 0;
    if (count === share) extras--;
    owned.set(owner, count + 1);
    return owner;
  });
}

function heaviest(members: readonly string[], name: string): string {
  let best = "";
  let bestWeight = -1;
  for (const member of members) {
    const weight = weightOf(`${name} ${member}`);
    if (weight > bestWeight || (weight === bestWeight && member < best)) {
      best = member;
      bestWeight = weight;
    }
  }
  return best;
}

/** Mixes the CRC: those of similar texts differ in few bits. */
function weightOf(text: string): number {
  let hash = crc32(text);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
