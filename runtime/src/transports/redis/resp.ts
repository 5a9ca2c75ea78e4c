import { isAscii, isUtf8 } from "node:buffer";

/** The Redis serialization protocol, version 2 (redis.io/docs: RESP), as far as a client needs it. */

export type RedisArgument = string | number | Buffer;

/** What the server answered instead of a value. */
export class ReplyError extends Error {
  override readonly name = "ReplyError";
}

/** Strings as bytes, or as text where they are UTF-8 and as bytes where not. */
export type ReplyForm = "bytes" | "text";

/** A command as it goes over the wire. Numbers are written in decimal. */
export function encodeCommand(
  name: string,
  args: readonly RedisArgument[],
  write: (chunk: string | Buffer) => void,
): void {
  let text = `*${args.length + 1}\r\n$${Buffer.byteLength(name)}\r\n${name}\r\n`;
  for (const arg of args) {
    if (typeof arg === "string") {
      text += `$${Buffer.byteLength(arg)}\r\n${arg}\r\n`;
    } else if (typeof arg === "number") {
      const digits = String(arg);
      text += `$${digits.length}\r\n${digits}\r\n`;
    } else {
      write(`${text}$${arg.length}\r\n`);
      write(arg);
      text = "\r\n";
    }
  }
  write(text);
}

/** Reads replies from what arrives, in whatever pieces. */
export interface ReplyReader {
  /** Calls `onReply` for each reply that is complete now. Throws where the bytes are no replies. */
  feed(chunk: Buffer): void;
}

export interface ReplyReaderOptions {
  /** The form of the reply that comes next. */
  readonly formOfNext: () => ReplyForm;
  /** A reply: text or bytes, number, array, null, or the server's error. */
  readonly onReply: (reply: unknown) => void;
}

/** An array that is not complete. */
interface Open {
  readonly items: unknown[];
  /** Items it will have. */
  readonly count: number;
  filled: number;
}

const carriageReturn = 13;
const minus = 45;
const zero = 48;

export function createReplyReader({ formOfNext, onReply }: ReplyReaderOptions): ReplyReader {
  const stack: Open[] = [];
  let form: ReplyForm = "bytes";
  let rest: Buffer | null = null;

  /** A finished value goes into the array that is open, which may finish that too. */
  const deliver = (value: unknown): void => {
    let finished = value;
    for (let open = stack.at(-1); open !== undefined; open = stack.at(-1)) {
      if (open.filled < open.items.length) open.items[open.filled] = finished;
      else open.items.push(finished);
      if (++open.filled < open.count) return;
      finished = open.items;
      stack.pop();
    }
    onReply(finished);
  };

  return {
    feed: (chunk) => {
      const bytes = rest === null ? chunk : Buffer.concat([rest, chunk]);
      rest = null;
      const text = createTexts(bytes);
      let at = 0;
      while (at < bytes.length) {
        const end = lineEnd(bytes, at + 1);
        if (end < 0) break;
        if (stack.length === 0) form = formOfNext();
        const type = bytes[at];
        const next = end + 2;
        if (type === 0x24) {
          // $ bulk string
          const length = integerAt(bytes, at + 1, end);
          if (length < 0) deliver(null);
          else {
            if (next + length + 2 > bytes.length) break;
            deliver(
              form === "text" ? text(next, next + length) : bytes.subarray(next, next + length),
            );
            at = next + length + 2;
            continue;
          }
        } else if (type === 0x3a) deliver(integerAt(bytes, at + 1, end));
        else if (type === 0x2a) {
          // * array
          const count = integerAt(bytes, at + 1, end);
          if (count > 0) stack.push({ items: placesFor(count), count, filled: 0 });
          else deliver(count === 0 ? [] : null);
        } else if (type === 0x2b) {
          // + simple string
          deliver(form === "text" ? text(at + 1, end) : bytes.subarray(at + 1, end));
        } else if (type === 0x2d) deliver(new ReplyError(bytes.toString("utf8", at + 1, end)));
        else throw new Error(`Redis answered with an unknown type, byte ${type}`);
        at = next;
      }
      if (at < bytes.length) rest = bytes.subarray(at);
    },
  };
}

/** Room for so many items, where they are few enough to believe it: growing takes three times the memory. */
function placesFor(count: number): unknown[] {
  return count <= 1024 ? new Array(count) : [];
}

/** A part of a string of so many characters and more keeps that string in memory; a smaller one is a copy (V8). */
const partLength = 13;
/** Texts longer than this are parts. */
const longText = 200;

/**
 * Texts out of bytes. Bytes that are all ASCII, as most are, become one string, of which long texts are parts: bodies
 * are not copied again, and ids and keys, which may be held for long, do not hold what came with them.
 */
function createTexts(bytes: Buffer): (from: number, to: number) => string | Buffer {
  let all: string | null | undefined;
  return (from, to) => {
    if (all === undefined) all = isAscii(bytes) ? bytes.toString("latin1") : null;
    if (all === null) return textAt(bytes, from, to);
    const isCopied = to - from >= partLength && to - from <= longText;
    return isCopied ? bytes.toString("latin1", from, to) : all.slice(from, to);
  };
}

function textAt(bytes: Buffer, from: number, to: number): string | Buffer {
  const text = bytes.toString("utf8", from, to);
  if (!text.includes("\ufffd")) return text;
  const piece = bytes.subarray(from, to);
  return isUtf8(piece) ? text : piece;
}

/** Where the line that holds `from` ends; -1: not there yet. */
function lineEnd(bytes: Buffer, from: number): number {
  for (let at = from; at + 1 < bytes.length; at++) {
    if (bytes[at] === carriageReturn) return at;
  }
  return -1;
}

function integerAt(bytes: Buffer, from: number, to: number): number {
  let value = 0;
  const negative = bytes[from] === minus;
  for (let at = negative ? from + 1 : from; at < to; at++) {
    value = value * 10 + ((bytes[at] ?? zero) - zero);
  }
  return negative ? -value : value;
}
