import { constants, gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from "node:zlib";

/** How an entry's body is encoded, as its field says. */
export type Encoding = "zstd" | "gzip";

/** What is compressed, and how. */
export interface EncodingSettings {
  /** Default `zstd`; `gzip` where readers in other languages have no zstd; null: bodies stay as they are. */
  readonly encoding: Encoding | null;
  /** Smallest body in bytes that is compressed; below it the work costs more than the bytes. Default 8 KiB. */
  readonly minBytes: number;
}

export const defaultEncoding: EncodingSettings = { encoding: "zstd", minBytes: 8 * 1024 };

/** A body as it is stored: compressed, or null and the body itself. */
export type EncodedBody =
  | { readonly encoding: null; readonly bytes: string }
  | { readonly encoding: Encoding; readonly bytes: Buffer };

/** Why stored bytes give no body; the message says it in one sentence. */
export class UndecodableBody extends Error {
  override readonly name = "UndecodableBody";
}

/** A compressed body that is not at least this much smaller is stored as it is: it would cost readers for nothing. */
const worthwhile = 0.9;

/** Compresses a large body if that makes it smaller by a tenth at least. */
export function encodeBody(
  body: string,
  { encoding, minBytes }: EncodingSettings = defaultEncoding,
): EncodedBody {
  const plain = { encoding: null, bytes: body } as const;
  // A UTF-16 unit becomes at most three bytes, so that small texts need no counting.
  if (encoding === null || body.length * 3 < minBytes) return plain;
  const bytes = Buffer.from(body);
  if (bytes.length < minBytes) return plain;
  const compressed = encoding === "zstd" ? zstd(bytes) : gzipSync(bytes);
  return compressed.length > bytes.length * worthwhile ? plain : { encoding, bytes: compressed };
}

/**
 * The body in stored bytes; `encoding` is the entry's field, null where it has none. Throws {@link UndecodableBody} for
 * an unknown encoding, for corrupt bytes and for a body of more than `maxBytes`, without unpacking more than that.
 */
export function decodeBody(bytes: Buffer, encoding: string | null, maxBytes: number): string {
  switch (encoding) {
    case null:
      if (bytes.length > maxBytes) throw tooLarge(maxBytes);
      return bytes.toString();
    case "zstd":
      return unpack(() => zstdDecompressSync(bytes, { maxOutputLength: maxBytes }), maxBytes);
    case "gzip":
      return unpack(() => gunzipSync(bytes, { maxOutputLength: maxBytes }), maxBytes);
    default:
      throw new UndecodableBody(
        `The body has the encoding \`${encoding.slice(0, 40)}\`, expected none, \`zstd\` or \`gzip\``,
      );
  }
}

function zstd(bytes: Buffer): Buffer {
  // The checksum tells corrupt bytes from a body that happens to unpack.
  return zstdCompressSync(bytes, { params: { [constants.ZSTD_c_checksumFlag]: 1 } });
}

function unpack(work: () => Buffer, maxBytes: number): string {
  try {
    return work().toString();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(maxBytes);
    throw new UndecodableBody("The body is compressed, but its bytes are corrupt");
  }
}

function tooLarge(maxBytes: number): UndecodableBody {
  return new UndecodableBody(`The body has more than ${maxBytes} bytes, the most that is read`);
}
