import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import {
  type Coding,
  compress,
  gzipStream,
  isCompressible,
  negotiateCoding,
  takesGzip,
} from "./compression.ts";

describe("negotiateCoding", () => {
  it.each([
    [null, "identity"],
    ["", "identity"],
    ["gzip, deflate, br", "br"],
    ["gzip, deflate, br, zstd", "br"],
    ["GZIP", "gzip"],
    ["x-gzip", "gzip"],
    ["deflate", "identity"],
    ["br;q=0.1, gzip;q=0.9", "gzip"],
    ["br;q=0, *", "zstd"],
    ["*", "br"],
    ["*;q=0", null],
    ["identity;q=0", null],
    ["identity;q=0, gzip;q=0.001", "gzip"],
    ["identity, gzip;q=0.5", "identity"],
    ["identity;q=0.5, gzip;q=0.5", "gzip"],
    ["gzip;q=0", "identity"],
    ["gzip;q=wrong", "identity"],
    ["br;Q=1", "br"],
  ])("%s is answered with %s", (header, coding) => expect(negotiateCoding(header)).toBe(coding));
});

it.each([
  ["application/json", true],
  ["application/problem+json; charset=utf-8", true],
  ["text/plain", true],
  ["image/svg+xml", true],
  ["image/png", false],
  ["application/zip", false],
  ["text/event-stream", false],
  [null, false],
])("%s is compressible: %s", (type, is) => expect(isCompressible(type)).toBe(is));

it.each([100, 40_000])("compresses %d characters so that they can be read", async (length) => {
  const text = "é".repeat(length);
  const readers: Readonly<Record<Coding, (body: Buffer) => Buffer>> = {
    br: brotliDecompressSync,
    gzip: gunzipSync,
    zstd: zstdDecompressSync,
  };
  for (const coding of ["br", "gzip", "zstd"] as const)
    expect(readers[coding](await compress(text, coding)).toString()).toBe(text);
});

it("gzips a stream so that each piece can be read at once, and ends with its reader", async () => {
  let cancelled = false;
  let pulls = 0;
  const source = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      pulls += 1;
      if (pulls > 1) await new Promise<void>(() => undefined);
      controller.enqueue(Buffer.from("data: 1\n\n"));
    },
    cancel: () => {
      cancelled = true;
    },
  });
  const reader = gzipStream(source)
    .pipeThrough<Uint8Array>(new DecompressionStream("gzip") as never)
    .getReader();
  expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe("data: 1\n\n");
  await reader.cancel();
  await expect.poll(() => cancelled).toBe(true);
});

it.each([
  [null, false],
  ["gzip", true],
  ["br, gzip;q=0.5", true],
  ["br", false],
  ["gzip;q=0, *", false],
])("a stream for %s is gzipped: %s", (header, is) => expect(takesGzip(header)).toBe(is));
