import { randomFillSync } from "node:crypto";

/** Random bytes for so many ids are fetched together: asking the system is dearer than everything else about an id. */
const pooled = 512;
const pool = Buffer.alloc(pooled * 10);
let used = pooled;
const digits = Buffer.from("0123456789abcdef");
/** The id being written. */
const text = Buffer.from("00000000-0000-7000-8000-000000000000");
let writtenMs = 0;
let lastMs = 0;
let counter = 0;

/**
 * A UUID of version 7 (RFC 9562 §5.7): 48 bits of epoch milliseconds, 74 random ones. Within a millisecond the first
 * twelve of those count up (§6.2, method 1), so that the ids of a process sort as they were made.
 */
export function newId(): string {
  if (used === pooled) {
    randomFillSync(pool);
    used = 0;
  }
  const at = used++ * 10;
  const now = Date.now();
  if (now > lastMs) {
    lastMs = now;
    // Half the range is left to count in.
    counter = ((pool[at + 8] ?? 0) << 3) | ((pool[at + 9] ?? 0) & 7);
  } else if (++counter > 0xfff) {
    lastMs++;
    counter = 0;
  }
  if (lastMs !== writtenMs) {
    writtenMs = lastMs;
    const time = lastMs.toString(16).padStart(12, "0");
    text.write(`${time.slice(0, 8)}-${time.slice(8)}`, "latin1");
  }
  writeHex(15, counter >>> 8, 1);
  writeHex(16, counter, 2);
  writeHex(19, 0x80 | ((pool[at] ?? 0) & 0x3f), 2);
  writeHex(21, pool[at + 1] ?? 0, 2);
  for (let i = 2; i < 8; i++) writeHex(20 + i * 2, pool[at + i] ?? 0, 2);
  return text.toString("latin1");
}

/** Writes the last one or two hexadecimal digits of a number. */
function writeHex(at: number, value: number, count: 1 | 2): void {
  if (count === 2) text[at] = digits[(value >>> 4) & 15] ?? 0;
  text[at + count - 1] = digits[value & 15] ?? 0;
}
