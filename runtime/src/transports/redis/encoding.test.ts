import { randomBytes } from "node:crypto";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { decodeBody, defaultEncoding, encodeBody, UndecodableBody } from "./encoding.ts";

const maxBytes = 1024 * 1024;
const large = JSON.stringify({ rows: Array.from({ length: 2000 }, (_, row) => ({ row, n: "ü" })) });
const encodings = ["zstd", "gzip"] as const;

test.each(encodings)("a large body becomes smaller and comes back as it was: %s", (encoding) => {
  const encoded = encodeBody(large, { ...defaultEncoding, encoding });
  expect(encoded.encoding).toBe(encoding);
  expect(encoded.bytes.length).toBeLessThan(large.length / 2);
  expect(decodeBody(Buffer.from(encoded.bytes), encoding, maxBytes)).toBe(large);
});

test("zstd is the default, from 8 KiB on", () => {
  expect(encodeBody("x".repeat(8192)).encoding).toBe("zstd");
  expect(encodeBody("x".repeat(8191))).toEqual({ encoding: null, bytes: "x".repeat(8191) });
  // Bytes count, and an umlaut has two.
  expect(encodeBody("ü".repeat(4096)).encoding).toBe("zstd");
  expect(encodeBody("ü".repeat(4095)).encoding).toBeNull();
  expect(encodeBody(large, { encoding: null, minBytes: 0 }).bytes).toBe(large);
});

test("a body that does not shrink by a tenth stays as it is", () => {
  const always = { ...defaultEncoding, minBytes: 0 };
  const noise = randomBytes(60).toString("base64");
  expect(encodeBody(noise, always)).toEqual({ encoding: null, bytes: noise });
  expect(encodeBody(noise.repeat(2), always).encoding).toBe("zstd");
  expect(encodeBody("", always).encoding).toBeNull();
});

test.each(encodings)("a bomb is not unpacked: %s", (encoding) => {
  const bomb = Buffer.alloc(16 * 1024 * 1024);
  const packed = encoding === "zstd" ? zstdCompressSync(bomb) : gzipSync(bomb);
  expect(packed.length).toBeLessThan(100_000);
  const before = process.memoryUsage().arrayBuffers;
  expect(() => decodeBody(packed, encoding, maxBytes)).toThrow(
    "The body has more than 1048576 bytes, the most that is read",
  );
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 * 1024);
  expect(decodeBody(packed, encoding, bomb.length)).toHaveLength(bomb.length);
});

test("the limit counts for bodies that are not compressed", () => {
  expect(decodeBody(Buffer.from("abc"), null, 3)).toBe("abc");
  expect(() => decodeBody(Buffer.from("abcd"), null, 3)).toThrow(UndecodableBody);
});

test.each(encodings)("bytes that were changed or cut are corrupt: %s", (encoding) => {
  const { bytes } = encodeBody(large, { ...defaultEncoding, encoding });
  const whole = Buffer.from(bytes);
  const corrupt = "The body is compressed, but its bytes are corrupt";
  for (const length of [0, 3, whole.length - 1]) {
    expect(() => decodeBody(whole.subarray(0, length), encoding, maxBytes)).toThrow(corrupt);
  }
  expect(() => decodeBody(Buffer.from(large), encoding, maxBytes)).toThrow(corrupt);
  // Any byte of the payload may be hit; a checksum stands behind it.
  for (const at of [whole.length >> 2, whole.length >> 1, whole.length - 6]) {
    const changed = Buffer.from(whole);
    changed[at] = (changed[at] ?? 0) ^ 0x10;
    expect(() => decodeBody(changed, encoding, maxBytes)).toThrow(UndecodableBody);
  }
});

test("an encoding that nobody knows is named", () => {
  expect(() => decodeBody(Buffer.from("{}"), "br", maxBytes)).toThrow(
    "The body has the encoding `br`, expected none, `zstd` or `gzip`",
  );
});
