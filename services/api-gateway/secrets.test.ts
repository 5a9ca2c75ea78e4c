import { expect, test } from "vitest";
import {
  createApiKey,
  hashPassword,
  importApiKey,
  isApiKey,
  isPassword,
  prefixOf,
} from "./secrets.ts";

test("an API key is found by its prefix and proved by its hash, which does not hold it", () => {
  const { key, prefix, hash } = createApiKey();
  expect(prefixOf(key)).toBe(prefix);
  expect(isApiKey(key, hash)).toBe(true);
  expect(isApiKey(`${key}x`, hash)).toBe(false);
  expect(hash).not.toContain(key.slice(prefix.length + 1));
  expect(importApiKey(key).prefix).toBe(prefix);
});

test("the secret part may hold any character of base64url", () => {
  expect(prefixOf("bk_1f0c9a2b_a_b-c_")).toBe("bk_1f0c9a2b");
  expect(prefixOf("made-elsewhere-0123456789")).toBe("made-elsewhe");
});

test("a password is proved by its slow hash; nobody's password is never right", async () => {
  const hash = await hashPassword("correct horse");
  expect(await isPassword("correct horse", hash)).toBe(true);
  expect(await isPassword("wrong horse", hash)).toBe(false);
  expect(await isPassword("", null)).toBe(false);
});
