import { describe, expect, test } from "vitest";
import type { SchemaChange } from "../schema/compare-schemas.ts";
import { compareValues, documentOf, linesOf, operationOf } from "./testing/compare.ts";

const json = (schema: unknown) => ({ "application/json": { schema } });
const text = { type: "string" };

const exchange = {
  parameters: [{ name: "limit", in: "query", schema: text }],
  requestBody: { content: json(text) },
  responses: { 200: { headers: { "X-Total": { schema: text } }, content: json(text) } },
};

const asks = (operation: object) =>
  compareValues(operation, operation).asked.map(({ role, surface, now }) =>
    [
      role,
      surface ?? "-",
      now?.replace(/.*\/(parameters|requestBody|headers|content)\//, "$1 "),
    ].join(" "),
  );

describe("directions", () => {
  test("the API reads requests and writes responses", () => {
    expect(asks(operationOf(exchange))).toEqual([
      "reader - parameters 0/schema",
      "reader request content application~1json/schema",
      "writer - headers X-Total/schema",
      "writer response content application~1json/schema",
    ]);
  });

  test("in a webhook it writes requests and reads responses", () => {
    expect(asks(documentOf({}, { webhooks: { shipped: { post: exchange } } }))).toEqual([
      "writer - parameters 0/schema",
      "writer request content application~1json/schema",
      "reader - headers X-Total/schema",
      "reader response content application~1json/schema",
    ]);
  });

  test("a callback of a callback comes back to the API", () => {
    const called = (operation: object) => ({
      done: { "{$request.body#/url}": { post: operation } },
    });
    const inner = { requestBody: { content: json(text) }, responses: {} };
    const outer = { responses: {}, callbacks: called(inner) };
    const roles = compareValues(
      operationOf({ callbacks: called(outer) }),
      operationOf({ callbacks: called(outer) }),
    ).asked.map(({ role }) => role);
    expect(roles).toEqual(["reader"]);
  });

  test("rules of parameters swap their roles in callbacks", () => {
    const hook = (parameters: readonly object[]) =>
      documentOf({}, { webhooks: { shipped: { post: { parameters, responses: {} } } } });
    const required = { name: "id", in: "query", required: true, schema: text };
    const { changes } = compareValues(hook([]), hook([required]));
    expect(changes).toMatchObject([
      { rule: "openapi/required-parameter-added", role: "writer", direction: "request" },
    ]);
  });

  test("callbacks that lead back to their own operation end", () => {
    const operation = {
      responses: {},
      callbacks: { again: { "{$request.body#/url}": { $ref: "#/paths/~1orders" } } },
    };
    const old = documentOf({ "/orders": { post: operation } });
    const now = documentOf({ "/orders": { post: { ...operation, tags: ["orders"] } } });
    expect(linesOf(old, now).length).toBeLessThan(5);
  });
});

describe("what a change says", () => {
  const found: readonly SchemaChange[] = [
    {
      kind: "type-changed",
      path: ["data[]", "state"],
      message: "`state` changed",
      old: null,
      new: null,
    },
  ];

  test("the path leads to the value, in the new spelling", () => {
    const at = (template: string) =>
      documentOf({ [template]: { get: { responses: { 200: { content: json(text) } } } } });
    const { changes } = compareValues(at("/orders/{id}"), at("/orders/{order_id}"), found);
    expect(changes).toMatchObject([
      {
        rule: "openapi/response-type-changed",
        path: "GET /orders/{order_id} › 200 › application/json › data[] › state",
        operation: "GET /orders/{order_id}",
        role: "writer",
        direction: "response",
        old: {
          pointer: "/paths/~1orders~1{id}/get/responses/200/content/application~1json/schema",
        },
      },
    ]);
  });

  test.each([
    ["operation", operationOf({ "x-berrys-stability": "alpha", ...exchange })],
    ["path", documentOf({ "/orders": { "x-berrys-stability": "alpha", post: { ...exchange } } })],
    [
      "document",
      operationOf(exchange, {
        info: { title: "Shop", version: "1", "x-berrys-stability": "alpha" },
      }),
    ],
  ])("the stability of the old %s holds for what is inside", (_, old) => {
    const { changes } = compareValues(old, operationOf(exchange), found);
    const inner = changes.filter(({ rule }) => rule.endsWith("-type-changed"));
    expect(inner.map(({ stability }) => stability)).toEqual(["alpha", "alpha", "alpha", "alpha"]);
  });

  test("the innermost stability wins", () => {
    const schema = { type: "object", "x-berrys-stability": "beta" };
    const old = operationOf({
      "x-berrys-stability": "alpha",
      requestBody: { content: json(schema) },
    });
    const { changes } = compareValues(old, old, [
      { ...found[0], old: { file: "openapi.json", pointer: pointerOfSchema } } as never,
    ]);
    expect(changes.map(({ stability }) => stability)).toEqual(["beta"]);
  });

  const pointerOfSchema = "/paths/~1orders/post/requestBody/content/application~1json/schema/type";

  test("the old owner is named, because its clients are hurt", () => {
    const old = operationOf({ "x-berrys-service": "orders" });
    const now = operationOf({ "x-berrys-service": "sales" });
    expect(compareValues(old, now).changes).toMatchObject([
      { rule: "openapi/owner-changed", owner: "orders" },
    ]);
  });

  test("what was removed is shown where it is missing", () => {
    const old = documentOf({ "/orders": { get: { responses: {} }, post: { responses: {} } } });
    const now = documentOf({ "/orders": { get: { responses: {} } } });
    expect(compareValues(old, now).changes).toMatchObject([
      { old: { pointer: "/paths/~1orders/post" }, new: { pointer: "/paths/~1orders" } },
    ]);
  });
});

describe("sunset", () => {
  const removed = (sunset: string) =>
    linesOf(
      documentOf({ "/orders": { get: { deprecated: true, "x-sunset": sunset } } }),
      documentOf({}),
    );

  test("is judged by the day of the comparison", () => {
    expect(removed("2026-06-01")).toEqual(["operation-removed-after-sunset GET /orders"]);
    expect(removed("2026-06-02")).toEqual(["operation-removed-before-sunset GET /orders"]);
  });
});

describe("versions of OpenAPI", () => {
  test("webhooks of 3.0 are those of 3.1", () => {
    const webhooks = { shipped: { post: exchange } };
    const old = { ...documentOf({}, { "x-webhooks": webhooks }), openapi: "3.0.3" };
    expect(linesOf(old, documentOf({}, { webhooks }))).toEqual([]);
    expect(linesOf(old, documentOf({}))).toEqual(["webhook-removed POST webhook shipped"]);
  });

  test("3.0 and 3.1 of one contract are equal", () => {
    const upload = (schema: object) => ({
      "/files": {
        post: {
          requestBody: { content: { "application/octet-stream": schema } },
          responses: { 200: { description: "Done." } },
        },
      },
    });
    const old = {
      ...documentOf(upload({ schema: { type: "string", format: "binary" } })),
      openapi: "3.0.3",
    };
    const { changes, asked } = compareValues(old, documentOf(upload({})));
    expect(changes).toEqual([]);
    expect(asked).toEqual([{ old: null, now: null, role: "reader", surface: "request" }]);
  });
});
