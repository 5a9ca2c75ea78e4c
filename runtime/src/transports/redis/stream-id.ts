/** The greatest id below `id`. */
export function idBefore(id: string): string {
  const [ms = "0", sequence = "0"] = id.split("-");
  if (sequence !== "0") return `${ms}-${BigInt(sequence) - 1n}`;
  return ms === "0" ? "0-0" : `${BigInt(ms) - 1n}-18446744073709551615`;
}

/** The greater of two ids. */
export function laterOf(a: string, b: string): string {
  const [aMs = "0", aSequence = "0"] = a.split("-");
  const [bMs = "0", bSequence = "0"] = b.split("-");
  if (aMs !== bMs) return Number(aMs) > Number(bMs) ? a : b;
  return Number(aSequence) > Number(bSequence) ? a : b;
}

/** When an entry was added, RFC 3339. */
export function timeOf(id: string): string {
  return new Date(Number(id.split("-")[0]) || 0).toISOString();
}

/** Whether `id` comes after `other`. */
export function isAfter(id: string, other: string): boolean {
  const [ms = "0", sequence = "0"] = id.split("-");
  const [otherMs = "0", otherSequence = "0"] = other.split("-");
  if (ms !== otherMs) return Number(ms) > Number(otherMs);
  return sequence !== otherSequence && BigInt(sequence) > BigInt(otherSequence);
}
