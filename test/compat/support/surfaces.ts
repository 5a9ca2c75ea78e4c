import type { SchemaSurface } from "@berrys/codegen/compat/schema/rules";
import type { Role } from "@berrys/codegen/findings/rule";
import type { MemoryFiles } from "./memory-tree.ts";

/** A place in a contract where a schema can stand, and who is read or written to there. */
export interface Surface {
  readonly name: string;
  readonly surface: SchemaSurface;
  readonly role: Role;
  /** A document with the schema at that place; the schema lies in a file of its own, so that its references hold. */
  embed(schema: unknown): MemoryFiles;
}

const reference = { $ref: "schema.yaml" };
const json = { "application/json": { schema: reference } };

/** Every surface in every direction. */
export const surfaces: readonly Surface[] = [
  openapi("request body", "openapi/request", "reader", {
    requestBody: { required: true, content: json },
  }),
  openapi("response body", "openapi/response", "writer", {
    responses: { 200: { description: "Done.", content: json } },
  }),
  openapi("query parameter", "openapi/parameter", "reader", {
    parameters: [{ name: "thing", in: "query", schema: reference }],
  }),
  openapi("response header", "openapi/header", "writer", {
    responses: { 200: { description: "Done.", headers: { "X-Thing": { schema: reference } } } },
  }),
  asyncapi("payload sent", "asyncapi/payload", "writer", "send", { payload: wrapped() }),
  asyncapi("payload received", "asyncapi/payload", "reader", "receive", { payload: wrapped() }),
  asyncapi("headers sent", "asyncapi/headers", "writer", "send", { headers: wrapped() }),
  asyncapi("headers received", "asyncapi/headers", "reader", "receive", { headers: wrapped() }),
  {
    name: "standalone",
    surface: "schema",
    role: "both",
    embed: (schema) => ({ "schema.yaml": schema }),
  },
];

function openapi(
  name: string,
  surface: SchemaSurface,
  role: Role,
  operation: Readonly<Record<string, unknown>>,
): Surface {
  const document = {
    openapi: "3.1.0",
    info: { title: "Things", version: "1.0.0" },
    paths: { "/things": { post: { responses: { 204: { description: "Done." } }, ...operation } } },
  };
  return {
    name,
    surface,
    role,
    embed: (schema) => ({ "openapi.yaml": document, "schema.yaml": schema }),
  };
}

/** Payloads are of draft-07 unless they say otherwise. */
function wrapped() {
  return { schemaFormat: "application/schema+json;version=2020-12", schema: reference };
}

function asyncapi(
  name: string,
  surface: SchemaSurface,
  role: Role,
  action: "send" | "receive",
  parts: Readonly<Record<string, unknown>>,
): Surface {
  const document = {
    asyncapi: "3.0.0",
    info: { title: "Things", version: "1.0.0" },
    channels: { things: { address: "things", messages: { thing: { name: "thing", ...parts } } } },
    operations: { handle: { action, channel: { $ref: "#/channels/things" } } },
  };
  return {
    name,
    surface,
    role,
    embed: (schema) => ({ "asyncapi.yaml": document, "schema.yaml": schema }),
  };
}
