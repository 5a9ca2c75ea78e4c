import { expect, test } from "vitest";
import { compareWhole } from "./testing/compare.ts";

const text = { type: "string" };
const content = { "application/json": { schema: text } };

/** Every member that OpenAPI gives a meaning to, with a value that is not its default. */
const whole = {
  openapi: "3.1.0",
  info: {
    title: "Shop",
    version: "1.0.0",
    summary: "s",
    description: "d",
    termsOfService: "https://shop.example/terms",
    contact: { name: "c" },
    license: { name: "MIT", url: "https://mit.example" },
  },
  servers: [
    {
      url: "https://{region}.shop.example/v1",
      description: "d",
      variables: { region: { default: "eu", enum: ["eu", "us"], description: "d" } },
    },
    { url: "https://shop.example/v1" },
  ],
  security: [{ Key: [] }, { Id: ["read"] }],
  tags: [{ name: "orders", description: "d" }],
  externalDocs: { url: "https://shop.example" },
  paths: {
    "/orders": {
      summary: "s",
      description: "d",
      servers: [{ url: "https://orders.shop.example" }],
      parameters: [
        { name: "limit", in: "query", required: true, description: "d", schema: text },
        {
          name: "ids",
          in: "query",
          style: "pipeDelimited",
          explode: true,
          allowReserved: true,
          allowEmptyValue: true,
          deprecated: true,
          "x-sunset": "2030-01-01",
          schema: { type: "array" },
        },
        { name: "filter", in: "query", content },
      ],
      get: { responses: { 200: { description: "d" } } },
      post: {
        operationId: "order",
        summary: "s",
        description: "d",
        externalDocs: { url: "https://shop.example" },
        tags: ["orders"],
        deprecated: true,
        "x-sunset": "2030-01-01",
        security: [{ Id: ["read", "write"] }],
        "x-berrys-service": "orders",
        "x-berrys-roles": ["admin"],
        "x-berrys-rate-limit": { requests: 10, window_ms: 1000 },
        "x-berrys-timeout": 1000,
        "x-berrys-cache": { max_age: 10, scope: "private" },
        "x-berrys-idempotent": true,
        "x-berrys-location": "/orders/{id}",
        "x-berrys-stability": "beta",
        requestBody: {
          description: "d",
          required: true,
          content: {
            "multipart/form-data": {
              schema: { type: "object", properties: { file: text, tags: { type: "array" } } },
              encoding: {
                file: {
                  contentType: "image/png",
                  headers: { "X-Sum": { required: true, schema: text } },
                },
                tags: { style: "spaceDelimited", explode: true, allowReserved: true },
              },
            },
            "application/*": { schema: text, example: "e" },
          },
        },
        responses: {
          200: {
            description: "d",
            headers: {
              "X-Total": { description: "d", required: true, deprecated: true, schema: text },
              "X-Range": { explode: true, schema: { type: "object" } },
              "X-Page": { content },
            },
            content,
            links: {
              cancel: {
                operationId: "order",
                description: "d",
                parameters: { id: "$response.body#/id" },
                requestBody: "$response.body",
                server: { url: "https://cancel.shop.example" },
              },
            },
          },
          303: { description: "d" },
          "4XX": { description: "d" },
          default: { description: "d" },
        },
        callbacks: { shipped: { "{$request.body#/url}": { post: { responses: { 200: {} } } } } },
      },
    },
  },
  webhooks: { shipped: { post: { responses: { 204: { description: "d" } } } } },
  components: {
    securitySchemes: {
      Key: { type: "apiKey", in: "header", name: "X-Api-Key", description: "d" },
      Id: {
        type: "oauth2",
        flows: {
          authorizationCode: {
            authorizationUrl: "https://id.shop.example/authorize",
            tokenUrl: "https://id.shop.example/token",
            refreshUrl: "https://id.shop.example/refresh",
            scopes: { read: "r", write: "w" },
          },
        },
      },
    },
  },
};

/** Words for people, and what says nothing when it alone is gone. */
const silent = [
  /\/(summary|description|externalDocs|contact|example)(\/|$)/,
  /^\/tags/,
  /\/x-berrys-service$/,
];

function pointersOf(value: unknown, at = ""): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const pointer = `${at}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    return [pointer, ...pointersOf(inner, pointer)];
  });
}

function without(value: unknown, pointer: string, at = ""): unknown {
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).flatMap(([key, inner]) => {
    const here = `${at}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    return here === pointer ? [] : [[key, without(inner, pointer, here)] as const];
  });
  return Array.isArray(value) ? kept.map(([, inner]) => inner) : Object.fromEntries(kept);
}

const pointers = pointersOf(whole).filter((pointer) => pointer !== "/openapi");

test.each(pointers)("%s", (pointer) => {
  const changes = compareWhole(whole, without(whole, pointer));
  expect(changes.length > 0).toBe(!silent.some((pattern) => pattern.test(pointer)));
});
