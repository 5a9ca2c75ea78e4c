import fc from "fast-check";
import { expect, test } from "vitest";
import { createReplyReader, ReplyError, type ReplyForm } from "./resp.ts";

/** A reply as the test knows it. */
type Reply =
  | { readonly kind: "bulk" | "simple"; readonly bytes: Buffer }
  | { readonly kind: "integer"; readonly value: number }
  | { readonly kind: "error"; readonly message: string }
  | { readonly kind: "null"; readonly sign: "$" | "*" }
  | { readonly kind: "array"; readonly items: readonly Reply[] };

const line = fc.stringMatching(/^[ -~ü€]{0,40}$/);
const { tree } = fc.letrec<{ tree: Reply }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc
      .oneof(fc.uint8Array({ maxLength: 300 }), line.map(Buffer.from))
      .map((bytes): Reply => ({ kind: "bulk", bytes: Buffer.from(bytes) })),
    line.map((text): Reply => ({ kind: "simple", bytes: Buffer.from(text) })),
    fc.maxSafeInteger().map((value): Reply => ({ kind: "integer", value: value + 0 })),
    line.map((message): Reply => ({ kind: "error", message })),
    fc.constantFrom("$" as const, "*" as const).map((sign): Reply => ({ kind: "null", sign })),
    fc.array(tie("tree"), { maxLength: 6 }).map((items): Reply => ({ kind: "array", items })),
  ),
}));

function encode(reply: Reply): Buffer {
  switch (reply.kind) {
    case "bulk":
      return Buffer.concat([
        Buffer.from(`$${reply.bytes.length}\r\n`),
        reply.bytes,
        Buffer.from("\r\n"),
      ]);
    case "simple":
      return Buffer.concat([Buffer.from("+"), reply.bytes, Buffer.from("\r\n")]);
    case "integer":
      return Buffer.from(`:${reply.value}\r\n`);
    case "error":
      return Buffer.from(`-${reply.message}\r\n`);
    case "null":
      return Buffer.from(`${reply.sign}-1\r\n`);
    case "array":
      return Buffer.concat([
        Buffer.from(`*${reply.items.length}\r\n`),
        ...reply.items.map((item) => encode(item)),
      ]);
  }
}

function expected(reply: Reply, form: ReplyForm): unknown {
  switch (reply.kind) {
    case "bulk":
    case "simple": {
      const text = reply.bytes.toString("utf8");
      return form === "text" && Buffer.from(text).equals(reply.bytes) ? text : reply.bytes;
    }
    case "integer":
      return reply.value;
    case "error":
      return new ReplyError(reply.message);
    case "null":
      return null;
    case "array":
      return reply.items.map((item) => expected(item, form));
  }
}

function read(chunks: readonly Buffer[], forms: readonly ReplyForm[]): readonly unknown[] {
  const replies: unknown[] = [];
  const reader = createReplyReader({
    formOfNext: () => forms[replies.length] ?? "bytes",
    onReply: (reply) => replies.push(reply),
  });
  for (const chunk of chunks) reader.feed(chunk);
  return replies;
}

function cut(bytes: Buffer, places: readonly number[]): readonly Buffer[] {
  const sorted = places.map((place) => place % (bytes.length + 1)).toSorted((a, b) => a - b);
  const edges = [0, ...sorted, bytes.length];
  return edges.slice(1).map((end, index) => Buffer.from(bytes.subarray(edges[index], end)));
}

test("any replies, cut at any places, are read as they were sent, in both forms", () => {
  const form = fc.constantFrom<ReplyForm>("bytes", "text");
  const replies = fc.array(fc.record({ tree, form }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(replies, fc.array(fc.nat(), { maxLength: 12 }), (sent, places) => {
      const bytes = Buffer.concat(sent.map((one) => encode(one.tree)));
      const forms = sent.map((one) => one.form);
      const wanted = sent.map((one) => expected(one.tree, one.form));
      expect(read(cut(bytes, places), forms)).toEqual(wanted);
    }),
    { numRuns: 300 },
  );
});

test("replies that come byte by byte, with errors and nulls inside arrays", () => {
  const bytes = Buffer.from("*4\r\n-ERR no\r\n*-1\r\n$-1\r\n*2\r\n:-7\r\n$2\r\n\r\n\r\n+OK\r\n");
  const pieces = [...bytes].map((byte) => Buffer.from([byte]));
  const wanted = [[new ReplyError("ERR no"), null, null, [-7, "\r\n"]], "OK"];
  expect(read(pieces, ["text", "text"])).toEqual(wanted);
});

test("an array of more items than there is room made for, and a body of a megabyte", () => {
  const items = Array.from({ length: 3000 }, (_, value): Reply => ({ kind: "integer", value }));
  const body: Reply = { kind: "bulk", bytes: Buffer.alloc(1 << 20, "x") };
  const reply: Reply = { kind: "array", items: [...items, body] };
  const chunks = cut(encode(reply), [10, 5000, 100_000, 900_000]);
  expect(read(chunks, ["bytes"])).toEqual([expected(reply, "bytes")]);
});

test.each(["HTTP/1.1 400 Bad Request\r\n", "*1\r\n%1\r\n", "\r\n\r\n"])(
  "what is no reply is refused: %j",
  (text) => {
    expect(() => read([Buffer.from(text)], ["text"])).toThrow(/unknown type, byte \d+/);
  },
);
