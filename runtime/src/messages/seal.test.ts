import fc from "fast-check";
import { expect, test } from "vitest";
import type { Envelope } from "../envelope.ts";
import { Undecryptable } from "./jwe.ts";
import { openEnvelope, sealEnvelope } from "./seal.ts";
import { keyRing } from "./testing.ts";

const keys = keyRing(["k1", 1]);
const envelope = (data: unknown, id = "m1"): Envelope => ({
  id,
  type: "person.added",
  source: "registry",
  timestamp: "2026-01-01T00:00:00.000Z",
  correlation_id: "c1",
  data,
  metadata: { key: "p1" },
});
const person = {
  person_id: "p1",
  ssn: "078-05-1120",
  address: { city: "Lyon", street: null },
  accounts: [{ iban: "FR76", bank: "B" }, { bank: "C" }],
  notes: { a: "x", b: ["y"] },
};
const sensitive = ["/ssn", "/address/street", "/accounts/*/iban", "/notes/*", "/nickname"];

test("sensitive values are encrypted where they are, and everything else stays readable", () => {
  const sealed = sealEnvelope(envelope(person), sensitive, keys);
  const text = JSON.stringify(sealed);
  for (const secret of ["078-05-1120", "FR76", '"x"', '["y"]']) expect(text).not.toContain(secret);
  const jwe = expect.stringMatching(/^eyJ[\w-]+\.\.[\w-]{16}\.[\w-]+\.[\w-]{22}$/);
  expect(sealed).toEqual({
    ...envelope(person),
    data: {
      person_id: "p1",
      ssn: jwe,
      address: { city: "Lyon", street: jwe },
      accounts: [{ iban: jwe, bank: "B" }, { bank: "C" }],
      notes: { a: jwe, b: jwe },
    },
    metadata: {
      key: "p1",
      encrypted: ["/ssn", "/address/street", "/notes/*", "/accounts/*/iban"],
    },
  });
  expect(openEnvelope(sealed, keys)).toEqual(envelope(person));
});

test("an empty pointer encrypts the whole data", () => {
  const sealed = sealEnvelope(envelope(person), [""], keys);
  expect(sealed.data).toMatch(/^eyJ/);
  expect(sealed.metadata).toEqual({ key: "p1", encrypted: [""] });
  expect(openEnvelope(sealed, keys)).toEqual(envelope(person));
});

test("the publisher's data stays as it is, and nothing is done where nothing is sensitive", () => {
  const before = structuredClone(person);
  const plain = envelope(person);
  sealEnvelope(plain, sensitive, keys);
  expect(person).toEqual(before);
  expect(sealEnvelope(plain, ["/nickname"], null)).toBe(plain);
  expect(openEnvelope(plain, null)).toBe(plain);
});

test("a message of a publisher that did not encrypt yet, or no longer, is read all the same", () => {
  expect(openEnvelope(envelope(person), keys)).toEqual(envelope(person));
  const sealed = sealEnvelope(envelope({ nickname: "Z" }), ["/nickname"], keys);
  expect(openEnvelope(sealed, keys).data).toEqual({ nickname: "Z" });
});

test("a value moved to another message or another place is not read", () => {
  const first = sealEnvelope(envelope(person), sensitive, keys);
  const moved = (to: Envelope) => () => openEnvelope(to, keys);
  expect(moved({ ...first, id: "m2" })).toThrow(Undecryptable);
  expect(moved({ ...first, type: "person.removed" })).toThrow(Undecryptable);
  const [account, other] = (first.data as typeof person).accounts;
  const swapped = { ...(first.data as object), accounts: [other, account] };
  expect(moved({ ...first, data: swapped })).toThrow(
    "`data/accounts/1/iban` cannot be decrypted: it belongs to `/accounts/0/iban`",
  );
});

test("what says that it is encrypted but is not, is refused", () => {
  const lie = (encrypted: unknown): Envelope => ({
    ...envelope(person),
    metadata: { encrypted: encrypted as readonly string[] },
  });
  expect(() => openEnvelope(lie(["/ssn"]), keys)).toThrow("it is no compact JWE");
  expect(() => openEnvelope(lie(["/accounts"]), keys)).toThrow("is not encrypted");
  expect(() => openEnvelope(lie("/ssn"), keys)).toThrow("no list");
  expect(() => openEnvelope(lie(Array(201).fill("/ssn")), keys)).toThrow("no list");
});

test("without keys nothing sensitive leaves, and nothing encrypted is read", () => {
  expect(() => sealEnvelope(envelope(person), ["/ssn"], null)).toThrow(
    "`person.added` carries sensitive data, but BERRYS_MESSAGE_KEYS is not set",
  );
  const sealed = sealEnvelope(envelope(person), ["/ssn"], keys);
  expect(() => openEnvelope(sealed, null)).toThrow("BERRYS_MESSAGE_KEYS is not set");
});

test("places that overlap are opened in the opposite order", () => {
  const plain = envelope({ a: { b: 1 }, c: { b: 2 } });
  const sealed = sealEnvelope(plain, ["/*/b", "/a"], keys);
  expect(sealed.metadata?.encrypted).toEqual(["/a", "/*/b"]);
  expect(openEnvelope(sealed, keys)).toEqual(plain);
});

test("opening undoes sealing, whatever the data and the places", () => {
  const name = fc.constantFrom("a", "b", "*", "0", "1", "__proto__");
  const data = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<unknown>("text", 1, null, true),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(name, tie("value"), { maxKeys: 3 }),
    ),
  })).value;
  const pattern = fc
    .array(name, { maxLength: 4 })
    .map((tokens) => tokens.map((token) => `/${token}`).join(""));
  fc.assert(
    fc.property(data, fc.array(pattern, { maxLength: 4 }), (value, patterns) => {
      const plain = JSON.parse(JSON.stringify(envelope(value))) as Envelope;
      const sealed = JSON.parse(JSON.stringify(sealEnvelope(plain, patterns, keys))) as Envelope;
      expect(JSON.stringify(openEnvelope(sealed, keys))).toBe(JSON.stringify(plain));
    }),
    { numRuns: 300 },
  );
});
