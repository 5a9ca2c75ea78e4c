import { expect, test } from "vitest";
import { compareValues, documentOf } from "./testing/compare.ts";

const key = { type: "apiKey", in: "header", name: "X-Api-Key" };
const bearer = { type: "http", scheme: "bearer" };
const oauth = (scopes: readonly string[]) => ({
  type: "oauth2",
  flows: {
    clientCredentials: {
      tokenUrl: "https://id.example/token",
      scopes: Object.fromEntries(scopes.map((scope) => [scope, ""])),
    },
  },
});

const schemes = { Key: key, Bearer: bearer, Id: oauth(["a", "b"]) };
const paths = { "/orders": { get: {}, post: {} } };
const at = (security: unknown, securitySchemes: object = schemes) =>
  documentOf(paths, {
    ...(security === undefined ? {} : { security }),
    components: { securitySchemes },
  });

/** What both operations report, once. */
const told = (old: object, now: object) => {
  const { changes } = compareValues(old, now);
  return [...new Set(changes.map(({ rule, message }) => `${rule.slice(8)}: ${message}`))];
};

test("what the document asks for has the same places for every operation, so that it is told once", () => {
  const places = (old: object, now: object) =>
    compareValues(old, now).changes.map(({ old, new: now }) => `${old?.pointer} ${now?.pointer}`);
  expect(places(at(undefined), at([{ Key: [] }]))).toEqual([" /security", " /security"]);
  expect(places(at([{ Key: [] }]), at(undefined))).toEqual(["/security ", "/security "]);
});

test.each([
  [
    "each old alternative must still open the door",
    [{ Key: [] }, { Bearer: [] }],
    [{ Key: [] }, { Bearer: [], Id: ["a"] }],
    ["security-scheme-also-required: Beside http bearer, oauth2 is now required"],
  ],
  [
    "a weaker alternative serves the old ones too",
    [{ Key: [], Bearer: [] }, { Id: ["a", "b"] }],
    [{ Key: [] }, { Id: ["a"] }],
    [
      "security-scheme-no-longer-required: Beside api key in header x-api-key, http bearer is no longer required",
      "security-scope-no-longer-required: The scope `b` of oauth2 is no longer required",
    ],
  ],
  [
    "one scope for another",
    [{ Id: ["a"] }],
    [{ Id: ["b"] }],
    [
      "security-scope-required: The scope `b` of oauth2 is now required",
      "security-scope-no-longer-required: The scope `a` of oauth2 is no longer required",
    ],
  ],
])("%s", (_, old, now, expected) => {
  expect(told(at(old), at(now))).toEqual(expected);
});

test("two schemes that swap their keys are the same two schemes", () => {
  expect(
    told(at([{ A: [] }], { A: key, B: bearer }), at([{ B: [] }], { A: bearer, B: key })),
  ).toEqual([]);
});

test("a scheme that no operation uses is no change", () => {
  expect(told(at([{ Key: [] }]), at([{ Key: [] }], { ...schemes, Id: oauth([]) }))).toEqual([]);
});

test("in a webhook the API is the caller", () => {
  const hook = (security: unknown) =>
    documentOf(
      {},
      {
        webhooks: { shipped: { post: { security } } },
        components: { securitySchemes: schemes },
      },
    );
  expect(compareValues(hook([{ Key: [] }]), hook([])).changes).toMatchObject([
    { rule: "openapi/security-removed", role: "writer" },
  ]);
});
