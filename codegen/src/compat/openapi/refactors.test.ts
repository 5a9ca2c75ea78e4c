import { describe, expect, test } from "vitest";
import { compareWhole, documentOf, operationOf } from "./testing/compare.ts";

const text = { type: "string" };
const state = { name: "state", in: "query", schema: text };
const id = (name: string) => ({ name, in: "path", required: true, schema: text });
const problem = {
  description: "A problem.",
  content: { "application/problem+json": { schema: text } },
};
const key = { type: "apiKey", in: "header", name: "X-Api-Key" };

const refactors: readonly (readonly [name: string, old: object, now: object])[] = [
  [
    "parameters between path and operation",
    documentOf({ "/orders": { parameters: [state], get: {}, post: {} } }),
    documentOf({ "/orders": { get: { parameters: [state] }, post: { parameters: [state] } } }),
  ],
  [
    "placeholders renamed, with their parameters",
    documentOf({ "/shops/{a}/orders/{b}": { get: { parameters: [id("a"), id("b")] } } }),
    documentOf({ "/shops/{x}/orders/{a}": { get: { parameters: [id("a"), id("x")] } } }),
  ],
  [
    "methods of one path under two templates",
    documentOf({ "/orders/{a}": { get: {} }, "/orders/{b}": { put: {} } }),
    documentOf({ "/orders/{b}": { get: {} }, "/orders/{a}": { put: {} } }),
  ],
  [
    "methods of one path under one template or two",
    documentOf({ "/orders/{a}": { get: { parameters: [id("a")] }, put: {} } }),
    documentOf({ "/orders/{b}": { put: {} }, "/orders/{c}": { get: { parameters: [id("c")] } } }),
  ],
  [
    "responses inline or by reference",
    operationOf({ responses: { 404: problem } }),
    operationOf(
      { responses: { 404: { $ref: "#/components/responses/NotFound" } } },
      { components: { responses: { NotFound: problem } } },
    ),
  ],
  [
    "a path by reference, its own members beside it",
    documentOf({ "/orders": { "x-berrys-service": "orders", get: {} } }),
    documentOf(
      { "/orders": { "x-berrys-service": "orders", $ref: "#/components/pathItems/Orders" } },
      { components: { pathItems: { Orders: { get: {} } } } },
    ),
  ],
  [
    "security of the document or of every operation",
    operationOf({ security: [{ Key: [] }] }, { components: { securitySchemes: { Key: key } } }),
    operationOf(
      {},
      { security: [{ ApiKey: [] }], components: { securitySchemes: { ApiKey: key } } },
    ),
  ],
  [
    "servers of the document or of the operation",
    operationOf({}, { servers: [{ url: "https://shop.example/" }] }),
    operationOf(
      { servers: [{ url: "https://SHOP.example" }] },
      { servers: [{ url: "https://shop.example:443" }] },
    ),
  ],
  [
    "extensions of the operation or of its path",
    documentOf({ "/orders": { get: { "x-berrys-roles": ["a", "b"], "x-berrys-timeout": 1 } } }),
    documentOf({ "/orders": { "x-berrys-roles": ["b", "a"], "x-berrys-timeout": 1, get: {} } }),
  ],
  [
    "the base path between servers and paths",
    documentOf({ "/orders": { get: {} } }, { servers: [{ url: "https://shop.example/api" }] }),
    documentOf({ "/api/orders": { get: {} } }, { servers: [{ url: "https://shop.example" }] }),
  ],
  [
    "words, examples and tags of the document",
    operationOf({ summary: "Order", description: "Order something." }, { tags: [{ name: "a" }] }),
    operationOf({ externalDocs: { url: "https://shop.example" } }, { tags: [{ name: "b" }] }),
  ],
];

describe("a refactor is silent", () => {
  test.each(refactors)("%s", (_, old, now) => {
    expect(compareWhole(old, now)).toEqual([]);
    expect(compareWhole(now, old)).toEqual([]);
  });
});
