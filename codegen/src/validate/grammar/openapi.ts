import { schemaKind, schemaKind30 } from "./schema.ts";
import { any, anyOf, type Grammar, list, map, one, oneOf } from "./shape.ts";

const methods = "get put post delete options head patch trace".split(" ");
const carried = {
  ...anyOf("description required deprecated allowEmptyValue style explode allowReserved example"),
  schema: one("schema"),
  examples: map("example"),
  content: map("mediaType"),
};

const grammar: Grammar = {
  root: {
    title: "OpenAPI document",
    expected: ["info"],
    fields: {
      ...anyOf("openapi jsonSchemaDialect security externalDocs"),
      info: one("info"),
      servers: list("server"),
      paths: one("paths"),
      webhooks: map("pathItem"),
      components: one("components"),
      tags: list("tag"),
    },
  },
  info: {
    title: "info",
    expected: ["title", "version"],
    fields: anyOf("title summary description termsOfService contact license version"),
  },
  server: { title: "server", expected: ["url"], fields: anyOf("url description variables name") },
  tag: {
    title: "tag",
    expected: ["name"],
    fields: anyOf("name summary description externalDocs parent kind"),
  },
  paths: {
    title: "paths",
    fields: {},
    others: (key) => (key.startsWith("/") ? one("pathItem") : null),
  },
  pathItem: {
    title: "path item",
    fields: {
      ...anyOf("$ref summary description"),
      servers: list("server"),
      parameters: list("parameter"),
      ...Object.fromEntries(methods.map((method) => [method, one("operation")])),
    },
  },
  operation: {
    title: "operation",
    fields: {
      ...anyOf("tags summary description externalDocs operationId deprecated security"),
      parameters: list("parameter"),
      requestBody: one("requestBody"),
      responses: one("responses"),
      callbacks: map("callback"),
      servers: list("server"),
    },
  },
  parameter: {
    title: "parameter",
    required: ["name", "in"],
    fields: { ...carried, name: any, in: oneOf("path", "query", "header", "cookie") },
  },
  header: { title: "header", fields: carried },
  requestBody: {
    title: "request body",
    required: ["content"],
    fields: { ...anyOf("description required"), content: map("mediaType") },
  },
  mediaType: {
    title: "media type",
    fields: { ...anyOf("example encoding"), schema: one("schema"), examples: map("example") },
  },
  responses: {
    title: "responses",
    fields: { default: one("response") },
    others: (key) => (/^[1-5](\d\d|XX)$/.test(key) ? one("response") : null),
  },
  response: {
    title: "response",
    expected: ["description"],
    fields: {
      ...anyOf("description links summary"),
      headers: map("header"),
      content: map("mediaType"),
    },
  },
  callback: { title: "callback", fields: {}, others: () => one("pathItem") },
  example: { title: "example", fields: anyOf("summary description value externalValue") },
  components: {
    title: "components",
    fields: {
      ...anyOf("securitySchemes links"),
      schemas: map("schema"),
      responses: map("response"),
      parameters: map("parameter"),
      examples: map("example"),
      requestBodies: map("requestBody"),
      headers: map("header"),
      callbacks: map("callback"),
      pathItems: map("pathItem"),
    },
  },
  schema: schemaKind,
};

/** OpenAPI 3.0 or 3.1, by the version a document states. */
export function openApiGrammar(version: string): Grammar {
  return version.startsWith("3.0") ? { ...grammar, schema: schemaKind30 } : grammar;
}
