import { randomBytes } from "node:crypto";
import { CompactEncrypt, compactDecrypt } from "jose";
import { expect, test } from "vitest";
import { decrypt, encrypt, Undecryptable } from "./jwe.ts";
import { createKeyRing } from "./key-ring.ts";
import { keyRing } from "./testing.ts";

const binding = { id: "m1", type: "person.added", at: "/ssn" };
const texts = ["", '"078-05-1120"', '{"ü":"\u{1F511}\\u0000"}', "x".repeat(100_000)];

test.each(texts)("jose reads what we encrypt, and we what jose does (%#)", async (text) => {
  const secret = randomBytes(32);
  const key = { kid: "k1", secret };
  const theirs = await compactDecrypt(encrypt(text, binding, key), secret);
  expect(new TextDecoder().decode(theirs.plaintext)).toBe(text);
  expect(theirs.protectedHeader).toEqual({
    alg: "dir",
    enc: "A256GCM",
    kid: "k1",
    berrys: binding,
  });
  const token = await new CompactEncrypt(new TextEncoder().encode(text))
    .setProtectedHeader({ alg: "dir", enc: "A256GCM", kid: "k1", berrys: binding })
    .encrypt(secret);
  expect(decrypt(token, binding, createKeyRing(key))).toBe(text);
});

const keys = keyRing(["new", 2], ["old", 1]);
const token = encrypt("secret", binding, keys.current);
const refusal = (changed: string, where = binding, ring = keys): string => {
  try {
    return `read: ${decrypt(changed, where, ring)}`;
  } catch (error) {
    expect(error).toBeInstanceOf(Undecryptable);
    return String((error as Error).message);
  }
};

test("every key of the ring decrypts, a retired one does not, and neither does another of its name", () => {
  const old = encrypt("secret", binding, keyRing(["old", 1]).current);
  expect(decrypt(old, binding, keys)).toBe("secret");
  expect(refusal(old, binding, keyRing(["new", 2]))).toBe(
    "its key `old` is not in BERRYS_MESSAGE_KEYS",
  );
  expect(refusal(old, binding, keyRing(["old", 9]))).toBe(
    "it was changed, or encrypted with another key called `old`",
  );
});

test.each([
  { ...binding, id: "m2" },
  { ...binding, type: "person.removed" },
  { ...binding, at: "/name" },
])("a value is not read in another place: $id $type $at", (other) => {
  expect(refusal(token, other)).toBe("it belongs to `/ssn` of the `person.added` m1");
});

test("two encryptions of one text have nothing in common", () => {
  expect(encrypt("secret", binding, keys.current)).not.toBe(token);
});

test("a changed bit anywhere is noticed", () => {
  const parts = token.split(".");
  for (const [part, text] of parts.entries()) {
    for (let at = 0; at < text.length; at++) {
      const bytes = Buffer.from(text, "base64url");
      if (at >= bytes.length) break;
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      const changed = parts.with(part, bytes.toString("base64url")).join(".");
      expect(refusal(changed)).not.toMatch(/^read/);
    }
  }
});

test("a shortened tag, a key in the token, other algorithms and critical headers are refused", async () => {
  const [head = "", , nonce, text, tag = ""] = token.split(".");
  const short = Buffer.from(tag, "base64url").subarray(0, 12).toString("base64url");
  expect(refusal(`${head}..${nonce}.${text}.${short}`)).toBe("it is no compact JWE");
  expect(refusal(`${head}.AAAA.${nonce}.${text}.${tag}`)).toBe("it is no compact JWE");
  expect(refusal("plain text")).toBe("it is no compact JWE");
  const withHeader = (header: object) =>
    `${Buffer.from(JSON.stringify(header)).toString("base64url")}..${nonce}.${text}.${tag}`;
  expect(refusal(withHeader({ alg: "none", enc: "A256GCM", kid: "new" }))).toContain("otherwise");
  expect(refusal(withHeader({ alg: "dir", enc: "A128GCM", kid: "new" }))).toContain("otherwise");
  const critical = { alg: "dir", enc: "A256GCM", kid: "new", crit: ["exp"], exp: 1 };
  expect(refusal(withHeader(critical))).toContain("`crit`");
});
