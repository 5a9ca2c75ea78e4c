import fc from "fast-check";
import { expect, test } from "vitest";
import { isObject } from "../../load/pointer.ts";
import { compareWhole } from "./testing/compare.ts";

const rich = {
  openapi: "3.1.0",
  info: { title: "Shop", version: "1.0.0", license: { name: "MIT" } },
  servers: [{ url: "https://{a}.example/v1", variables: { a: { default: "b", enum: ["b"] } } }],
  security: [{ Key: [] }, { Id: ["read"] }],
  paths: {
    "/orders/{id}": {
      "x-berrys-service": "orders",
      parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
      post: {
        operationId: "order",
        tags: ["a"],
        deprecated: true,
        "x-sunset": "2030-01-01",
        "x-berrys-roles": ["admin"],
        "x-berrys-rate-limit": { requests: 1, window_ms: 1 },
        "x-berrys-cache": { max_age: 1 },
        "x-berrys-timeout": 5,
        "x-berrys-location": "/orders/{id}",
        requestBody: {
          required: true,
          content: {
            "multipart/form-data": {
              schema: { type: "object", properties: { f: { type: "array" } } },
              encoding: { f: { contentType: "a/b", headers: { "X-A": { schema: {} } } } },
            },
          },
        },
        responses: {
          200: {
            headers: { "X-B": { required: true, explode: true, schema: { type: "object" } } },
            content: {
              "application/json; a=b": { schema: { properties: { data: {}, meta: {} } } },
            },
            links: { l: { operationId: "order", parameters: { a: 1 }, server: { url: "/" } } },
          },
          "4XX": {},
          default: { $ref: "#/components/responses/R" },
        },
        callbacks: { c: { "{$request.path.id}": { post: { responses: { 200: {} } } } } },
      },
    },
  },
  webhooks: { w: { post: { responses: { 200: {} } } } },
  components: {
    responses: { R: { description: "R" } },
    securitySchemes: {
      Key: { type: "apiKey", in: "header", name: "k" },
      Id: { type: "oauth2", flows: { implicit: { authorizationUrl: "/", scopes: { read: "" } } } },
    },
  },
};

const odd = fc.constantFrom<unknown>(
  null,
  true,
  0,
  "",
  "a",
  [],
  {},
  [null],
  { a: null },
  [[]],
  { get: 1 },
  { "{": {} },
);

/** Puts a value at the place that the steps lead to, wherever they end. */
function put(value: unknown, [step, ...others]: readonly number[], part: unknown): unknown {
  if (step === undefined || typeof value !== "object" || value === null) return part;
  const names = Object.keys(value);
  const name = names[step % Math.max(1, names.length)];
  if (name === undefined) return part;
  const changed = put((value as Readonly<Record<string, unknown>>)[name], others, part);
  return Array.isArray(value)
    ? value.map((item, index) => (String(index) === name ? changed : item))
    : { ...value, [name]: changed };
}

/** The rich document with odd values in places; references that lead nowhere any more are taken out. */
const mutant = fc
  .array(fc.tuple(fc.array(fc.nat(9), { minLength: 1, maxLength: 10 }), odd), { maxLength: 3 })
  .map((parts) => parts.reduce<unknown>((value, [steps, part]) => put(value, steps, part), rich))
  .map((value) => ({ ...Object(value), openapi: "3.1.0" }))
  .map((value) =>
    isObject(value.components) && hasTarget(value.components) ? value : withoutRefs(value),
  );

function hasTarget({ responses }: Readonly<Record<string, unknown>>): boolean {
  return isObject(responses) && isObject(responses.R);
}

function withoutRefs(value: unknown): object {
  return JSON.parse(JSON.stringify(value).replaceAll('"$ref"', '"x-ref"'));
}

test("documents of the wrong shape are compared without a crash, and with themselves without a change", () => {
  fc.assert(
    fc.property(mutant, mutant, (old, now) => {
      compareWhole(old, now);
      expect(compareWhole(old, old)).toEqual([]);
    }),
    { numRuns: 200, seed: 20260101 },
  );
});
