import { expect, test } from "vitest";
import { parseKeyRing } from "./key-ring.ts";
import { keyEntry } from "./testing.ts";

test("the first key encrypts, all can be found", () => {
  const ring = parseKeyRing(`${keyEntry("2026-02", 2)}, ${keyEntry("2026-01", 1)}`);
  expect(ring.current.kid).toBe("2026-02");
  expect(ring.find("2026-01")?.secret).toEqual(Buffer.alloc(32, 1));
  expect(ring.find("2025-12")).toBeNull();
});

const secret = Buffer.alloc(32, 7).toString("base64url");
const expected =
  "expected `<name>:<32 bytes as base64url>` for each key, with commas between, the encrypting key first.";

test.each([
  ["", "has a wrong entry 1"],
  ["k1", "has a wrong entry 1"],
  [`k1:${secret},`, "has a wrong entry 2"],
  [`k1:${secret},k 2:${secret}`, "has a wrong entry 2"],
  [`k1:${secret.slice(4)}`, "has a key `k1` of 29 bytes"],
  [`k1:${secret},k1:${secret}`, "names the key `k1` twice"],
])("a wrong ring is refused in one sentence that shows no key (%#)", (text, problem) => {
  expect(() => parseKeyRing(text)).toThrow(`BERRYS_MESSAGE_KEYS ${problem}, ${expected}`);
});
