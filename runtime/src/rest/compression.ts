import { pipeline, Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { promisify } from "node:util";
import {
  brotliCompress,
  brotliCompressSync,
  constants,
  createGzip,
  gzip,
  gzipSync,
  zstdCompress,
  zstdCompressSync,
} from "node:zlib";

/** Content codings that are offered, the best first. */
export const codings = ["br", "zstd", "gzip"] as const;
export type Coding = (typeof codings)[number];

/** Bytes from which compressing pays: less fits into one packet either way. */
export const minCompressedBytes = 1024;

/** Up to so many bytes the way to the thread pool and back costs more than the work. */
const maxSyncBytes = 16 * 1024;

/** Types that shrink. Others, such as images and archives, are compressed already. */
const compressible =
  /^(text\/(?!event-stream)|application\/([\w.+-]*\+)?(json|xml|yaml)|application\/(javascript|graphql|wasm|x-www-form-urlencoded)|image\/svg\+xml)/i;

/** Whether a body of this media type is worth compressing. */
export function isCompressible(mediaType: string | null): boolean {
  return mediaType !== null && compressible.test(mediaType);
}

const remembered = new Map<string, Coding | "identity" | null>();
const maxRemembered = 256;

/**
 * The coding that `Accept-Encoding` asks for (RFC 9110, 12.5.3): the one with the highest weight, of equal ones the
 * best; `identity` where none is offered. Null: the client takes nothing that there is, not even the plain body.
 */
export function negotiateCoding(acceptEncoding: string | null): Coding | "identity" | null {
  if (acceptEncoding === null || acceptEncoding === "") return "identity";
  const known = remembered.get(acceptEncoding);
  if (known !== undefined) return known;
  const found = negotiate(acceptEncoding);
  // Clients send few different ones; whoever sends many must not fill the memory.
  if (remembered.size >= maxRemembered) remembered.clear();
  if (acceptEncoding.length <= 256) remembered.set(acceptEncoding, found);
  return found;
}

/** Whether a client takes a body that is gzipped as it arises. */
export function takesGzip(acceptEncoding: string | null): boolean {
  return acceptEncoding !== null && negotiate(acceptEncoding, ["gzip"]) === "gzip";
}

function negotiate(
  header: string,
  offered: readonly Coding[] = codings,
): Coding | "identity" | null {
  const weights = new Map<string, number>();
  for (const part of header.toLowerCase().split(",")) {
    const [name = "", ...parameters] = part.split(";").map((text) => text.trim());
    if (name === "") continue;
    const stated = parameters.find((text) => /^q\s*=/.test(text))?.replace(/^q\s*=\s*/, "");
    const weight = stated === undefined ? 1 : Number(stated);
    weights.set(name === "x-gzip" ? "gzip" : name, weight >= 0 && weight <= 1 ? weight : 0);
  }
  const rest = weights.get("*");
  const weightOf = (coding: string): number => weights.get(coding) ?? rest ?? 0;
  // Plain is always taken unless it, or everything that is not named, is excluded.
  const identity = weights.get("identity") ?? (rest === 0 ? 0 : null);
  let best: Coding | "identity" | null = identity === 0 ? null : "identity";
  let bestWeight = identity ?? 0;
  for (const coding of offered) {
    const weight = weightOf(coding);
    if (weight > bestWeight || (weight === bestWeight && weight > 0 && best === "identity")) {
      best = coding;
      bestWeight = weight;
    }
  }
  return best;
}

// Beyond these levels a response takes much longer for a few percent.
const brotliQuality = 4;
const gzipLevel = 6;
const zstdLevel = 3;

const brotliOptions = (size: number) => ({
  params: {
    [constants.BROTLI_PARAM_QUALITY]: brotliQuality,
    [constants.BROTLI_PARAM_SIZE_HINT]: size,
  },
});
const zstdOptions = { params: { [constants.ZSTD_c_compressionLevel]: zstdLevel } };

const brotliAsync = promisify(brotliCompress);
const gzipAsync = promisify(gzip);
const zstdAsync = promisify(zstdCompress);

/** Compresses a whole body; a small one at once, a large one on the thread pool. */
export function compress(body: string | Uint8Array, coding: Coding): Buffer | Promise<Buffer> {
  const isSmall = body.length <= maxSyncBytes;
  switch (coding) {
    case "br":
      return (isSmall ? brotliCompressSync : brotliAsync)(body, brotliOptions(body.length));
    case "gzip":
      return (isSmall ? gzipSync : gzipAsync)(body, { level: gzipLevel });
    case "zstd":
      return (isSmall ? zstdCompressSync : zstdAsync)(body, zstdOptions);
  }
}

// A small window: many streams are open at the same time, and each keeps its own.
const streamOptions = { flush: constants.Z_SYNC_FLUSH, level: 4, windowBits: 13, memLevel: 5 };

/**
 * A body that arises over time, gzipped so that each piece can be read as soon as it was written. An end of either side
 * ends the other.
 */
export function gzipStream(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const source = Readable.fromWeb(body as NodeReadableStream<Uint8Array>);
  // Whoever reads the result is told of a failure; there is nothing to add here.
  const zipped = pipeline(source, createGzip(streamOptions), () => undefined);
  return Readable.toWeb(zipped) as ReadableStream<Uint8Array>;
}
