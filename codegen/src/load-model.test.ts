import { expect, test } from "vitest";
import { lines, loadFiles, modelOf } from "./load/testing/workspace.ts";

const berrys = "name: shop\ncontracts: { openapi: openapi.yaml }\n";
const openapi = (schemas: string, version = "3.1.0") =>
  `openapi: ${version}\ninfo: { title: Shop, version: "1" }\npaths:\n  /things:\n    post:\n      requestBody:\n        content:\n          application/json: { schema: { $ref: "#/components/schemas/Thing" } }\n      responses: { "204": { description: Done } }\ncomponents:\n  schemas:\n${schemas.replace(/^/gm, "    ")}`;

test("a document without our extensions loads with defaults", async () => {
  const { model, diagnostics } = await modelOf({
    "berrys.yaml": berrys,
    "openapi.yaml": openapi("Thing: { type: object }"),
  });
  expect(diagnostics).toEqual([]);
  expect(model.services.map(({ id }) => id)).toEqual(["shop"]);
  const [operation] = model.restOperations;
  expect(operation).toMatchObject({
    operationId: "postThings",
    typeName: "PostThings",
    service: "shop",
    module: "rest/openapi",
    roles: null,
    idempotent: false,
  });
  expect(model.schemas.map(({ typeName, module }) => [typeName, module])).toEqual([
    ["Thing", "schemas/openapi"],
  ]);
  expect(Object.isFrozen(model.schemas[0]?.schema)).toBe(true);
  expect(JSON.parse(JSON.stringify(model))).toEqual(model);
});

test("circular, unicode, reserved and nested names", async () => {
  const schemas = [
    "Thing: { type: object, properties: { 名前: { $ref: '#/components/schemas/größe' }, parent: { $ref: '#/components/schemas/Thing' } } }",
    "größe: { type: object, properties: { class: { $ref: '#/components/schemas/Record' }, size: { type: string, enum: [s, m] } } }",
    "Record: { type: array, items: { $ref: '#/components/schemas/größe/properties/size' } }",
  ];
  const { model } = await modelOf({
    "berrys.yaml": berrys,
    "openapi.yaml": openapi(schemas.join("\n")),
  });
  expect(model.schemas.map(({ typeName }) => typeName)).toEqual([
    "Thing",
    "Größe",
    "GrößeSize",
    "RecordValue",
  ]);
  expect(model.schemas[0]?.schema).toMatchObject({
    properties: {
      parent: { $ref: "openapi.yaml#/components/schemas/Thing" },
      名前: { $ref: "openapi.yaml#/components/schemas/größe" },
    },
  });
});

test("references across files: relative paths, pointers through aliases, anchors and ids", async () => {
  const { model, inputs } = await modelOf({
    "berrys.yaml": berrys,
    "openapi.yaml": openapi("Thing: { $ref: 'contracts/schemas/thing.yaml' }"),
    "contracts/schemas/thing.yaml":
      "type: object\nproperties:\n  a: { $ref: '../more%20schemas/other.json#/$defs/A' }\n  b: { $ref: '../more%20schemas/other.json#bee' }\n  c: { $ref: 'https://example.com/c' }\n  d: { $ref: '#/properties/a/properties/inner' }\n",
    "contracts/more schemas/other.json":
      '{"$defs": {"A": {"type": "object", "properties": {"inner": {"type": "string"}}}, "B": {"$anchor": "bee", "type": "number"}, "C": {"$id": "https://example.com/c", "type": "boolean"}}}',
  });
  expect(
    model.schemas.map(({ id, typeName, module }) => [id.split("/").at(-1), typeName, module]),
  ).toEqual([
    ["thing.yaml#", "Thing", "schemas/thing"],
    ["A", "A", "schemas/other"],
    ["inner", "AInner", "schemas/other"],
    ["B", "B", "schemas/other"],
    ["C", "C", "schemas/other"],
  ]);
  expect(inputs.map(({ file }) => file)).toEqual([
    "berrys.yaml",
    "contracts/more schemas/other.json",
    "contracts/schemas/thing.yaml",
    "openapi.yaml",
  ]);
  expect(inputs[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
});

test("older dialects become 2020-12", async () => {
  const thing = [
    "Thing:",
    "  type: object",
    "  properties:",
    "    a: { type: string, nullable: true, enum: [x], example: x }",
    "    b: { type: integer, minimum: 0, exclusiveMinimum: true }",
    "    c: { nullable: true, allOf: [{ $ref: '#/components/schemas/Other' }] }",
    "    d: { $ref: '#/components/schemas/Other', description: Kept, minLength: 99 }",
    "Other: { type: string, maximum: 3, exclusiveMaximum: false }",
  ].join("\n");
  const { model } = await modelOf({
    "berrys.yaml": berrys,
    "openapi.yaml": openapi(thing, "3.0.3"),
  });
  const other = "openapi.yaml#/components/schemas/Other";
  expect(model.schemas[0]?.schema).toEqual({
    type: "object",
    properties: {
      a: { type: ["string", "null"], enum: ["x", null], examples: ["x"] },
      b: { type: "integer", exclusiveMinimum: 0 },
      c: { anyOf: [{ allOf: [{ $ref: other }] }, { type: "null" }] },
      d: { $ref: other, description: "Kept" },
    },
  });
  expect(model.schemas[1]?.schema).toEqual({ type: "string", maximum: 3 });
});

test("draft-07 tuples and dependencies, discriminators with names and references", async () => {
  const thing = [
    "Thing:",
    "  type: object",
    "  properties: { pair: { type: array, items: [{ type: string }, { type: number }], additionalItems: false } }",
    "  dependencies: { a: [b], c: { required: [d] } }",
    "  oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }]",
    "  discriminator: { propertyName: kind, mapping: { cat: Cat, dog: '#/components/schemas/Dog' } }",
    "Cat: { type: object, properties: { kind: { const: cat } } }",
    "Dog: { type: object, properties: { kind: { const: dog } } }",
  ].join("\n");
  const { model } = await modelOf({ "berrys.yaml": berrys, "openapi.yaml": openapi(thing) });
  expect(model.schemas[0]?.schema).toMatchObject({
    properties: { pair: { prefixItems: [{ type: "string" }, { type: "number" }], items: false } },
    dependentRequired: { a: ["b"] },
    dependentSchemas: { c: { required: ["d"] } },
    discriminator: {
      propertyName: "kind",
      mapping: {
        cat: "openapi.yaml#/components/schemas/Cat",
        dog: "openapi.yaml#/components/schemas/Dog",
      },
    },
  });
});

test("a schema gives way to names that operations and messages derive", async () => {
  const document = openapi("Thing: { type: object }\nPostThingsRequest: { type: object }").replace(
    'schemas/Thing"',
    'schemas/PostThingsRequest"',
  );
  const { model } = await modelOf({ "berrys.yaml": berrys, "openapi.yaml": document });
  expect(model.schemas.map(({ typeName }) => typeName)).toEqual(["PostThingsRequestBody"]);
});

test("parameters of a path item, envelopes, pages, streams and base paths", async () => {
  const { model } = await modelOf({
    "berrys.yaml": berrys,
    "openapi.yaml": `openapi: 3.1.0
info: { title: Shop, version: "1" }
servers: [{ url: "https://{host}/api/{v}/", variables: { host: { default: x }, v: { default: v1 } } }]
paths:
  /things/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: string } }
      - { name: q, in: query, schema: { type: string } }
    get:
      operationId: getThing
      security: []
      parameters: [{ name: q, in: query, required: true, style: pipeDelimited, schema: { type: array } }]
      responses:
        "200":
          description: One
          content:
            application/json:
              schema: { allOf: [{ $ref: "#/components/schemas/Response" }, { properties: { data: { type: string } } }] }
        default: { $ref: "#/components/responses/Problem" }
    put:
      operationId: putThing
      responses:
        "200":
          description: Page
          content: { application/json: { schema: { $ref: "#/components/schemas/ThingPage" } } }
components:
  responses: { Problem: { description: Bad, content: { application/problem+json: { schema: { type: object } } } } }
  schemas:
    Response: { x-berrys-envelope: response, type: object, properties: { data: true, meta: { type: object } } }
    ThingPage: { x-berrys-envelope: page, type: object, properties: { data: { type: array, items: { type: number } } } }
`,
  });
  expect(model.restApi?.basePath).toBe("/api/v1");
  const [get, put] = model.restOperations;
  expect(
    get?.parameters.map(({ name, required, style, explode }) => [name, required, style, explode]),
  ).toEqual([
    ["id", true, "simple", false],
    ["q", true, "pipeDelimited", false],
  ]);
  expect(get?.roles).toEqual([]);
  expect(get?.responses.map(({ status, data, paged }) => [status, data, paged])).toEqual([
    ["200", { type: "string" }, false],
    ["default", null, false],
  ]);
  expect(put?.responses[0]).toMatchObject({
    data: { type: "array", items: { type: "number" } },
    paged: true,
  });
  expect(model.schemas.map(({ typeName, module }) => [typeName, module])).toEqual([
    ["GetThingResponse", "rest/openapi"],
    ["ProblemResponse", "rest/openapi"],
    ["Response", "schemas/openapi"],
    ["ThingPage", "schemas/openapi"],
  ]);
});

test("AsyncAPI: traits, replies, shared messages, envelopes, sensitive fields", async () => {
  const { model } = await modelOf({
    "berrys.yaml":
      "name: shop\ncontracts: { asyncapi: asyncapi.yaml }\nservices: { a: {}, b: {} }\n",
    "asyncapi.yaml": `asyncapi: 3.0.0
info: { title: Shop, version: "1" }
channels:
  order:
    x-berrys-partitions: 4
    x-berrys-key: /id
    messages: { created: { $ref: "#/components/messages/created" } }
  order_commands: { messages: { pay: { $ref: "contracts/pay.yaml#/messages/pay" } } }
  replies: { address: null, messages: { paid: { payload: { type: object } } } }
operations:
  publish: { action: send, channel: { $ref: "#/channels/order" }, traits: [{ x-berrys-service: a }] }
  follow: { action: receive, channel: { $ref: "#/channels/order" }, x-berrys-service: b }
  sendPay: { action: send, x-berrys-service: b, channel: { $ref: "#/channels/order_commands" } }
  pay:
    action: receive
    x-berrys-service: a
    channel: { $ref: "#/channels/order_commands" }
    messages: [{ $ref: "#/channels/order_commands/messages/pay" }]
    reply: { channel: { $ref: "#/channels/replies" } }
components:
  messageTraits: { retried: { description: From the trait, x-berrys-retry: { attempts: 9, backoff_ms: 7 } } }
  messages:
    created:
      name: order.created
      traits: [{ $ref: "#/components/messageTraits/retried" }]
      x-berrys-retry: { attempts: 2 }
      payload: { type: object, properties: { id: { type: string }, card: { type: object, properties: { pan: { type: string, x-berrys-sensitive: true } } } } }
`,
    "contracts/pay.yaml": `messages:
  pay:
    x-berrys-key: /id
    payload:
      allOf:
        - { x-berrys-envelope: command, type: object, properties: { type: { type: string }, data: { type: object } } }
        - properties: { type: { const: order.pay }, data: { type: object, properties: { id: { type: string } } } }
    examples: [{ payload: { type: order.pay, data: { id: x } } }]
`,
  });
  expect(
    model.channels.map(({ name, messageKind, module, messages }) => [
      name,
      messageKind,
      module,
      messages,
    ]),
  ).toEqual([
    ["order", "event", "events/order", ["order.created"]],
    ["order_commands", "command", "commands/order", ["order.pay"]],
  ]);
  expect(model.messages[0]).toMatchObject({
    typeName: "OrderCreated",
    doc: "From the trait",
    key: "/id",
    retry: { attempts: 2, backoffMs: 7 },
    sensitive: ["/card/pan"],
    previous: [],
    reply: null,
    sensitiveReply: [],
  });
  expect(model.messages[1]).toMatchObject({
    typeName: "OrderPay",
    messageKind: "command",
    examples: [{ id: "x" }],
    reply: "asyncapi.yaml#/channels/replies/messages/paid/payload",
  });
  expect(model.schemas.map(({ typeName, module }) => [typeName, module])).toEqual([
    ["OrderPayReplyData", "commands/order"],
    ["OrderCreatedData", "events/order"],
    ["OrderPayData", "commands/order"],
  ]);
  expect(model.channelOperations.map(({ service, messages }) => [service, messages])).toEqual([
    ["a", null],
    ["b", null],
    ["b", null],
    ["a", ["order.pay"]],
  ]);
});

test("proto: comments, options, streams, owners, positions and inputs", async () => {
  const { model, image, inputs, sources } = await modelOf({
    "berrys.yaml":
      "name: shop\ncontracts: { proto: buf.yaml }\nservices: { a: { packages: [shop.v1] }, b: { calls: [a] } }\n",
    "buf.yaml": "version: v2\nmodules: [{ path: proto }]\n",
    "proto/berrys/options/v1/options.proto":
      'syntax = "proto3";\npackage berrys.options.v1;\nimport "google/protobuf/descriptor.proto";\nextend google.protobuf.MethodOptions {\n  repeated string roles = 50101;\n  int32 timeout_ms = 50102;\n}\n',
    "proto/shop/v1/shop.proto":
      'syntax = "proto3";\npackage shop.v1;\nimport "berrys/options/v1/options.proto";\nmessage Thing {}\n// Keeps things.\nservice ThingService {\n  // Finds things.\n  rpc Find(Thing) returns (stream Thing) {\n    option (berrys.options.v1.roles) = "admin";\n    option (berrys.options.v1.timeout_ms) = 50;\n    option idempotency_level = NO_SIDE_EFFECTS;\n  }\n}\n',
  });
  expect(image).toBeInstanceOf(Uint8Array);
  const [service] = model.rpcServices;
  expect(service).toMatchObject({
    name: "shop.v1.ThingService",
    typeName: "ThingService",
    service: "a",
    doc: "Keeps things.",
    module: "rpc/shop/v1/shop_pb",
  });
  expect(service?.methods).toMatchObject([
    {
      name: "Find",
      doc: "Finds things.",
      streaming: "server",
      roles: ["admin"],
      timeoutMs: 50,
      idempotent: true,
    },
  ]);
  const method = service?.methods[0];
  expect(method && sources.spanOf(method.origin)).toMatchObject({ line: 8, column: 7 });
  expect(inputs.map(({ file }) => file)).toEqual([
    "berrys.yaml",
    "buf.yaml",
    "proto",
    "proto/berrys/options/v1/options.proto",
    "proto/shop/v1/shop.proto",
  ]);
});

test("a generated document of three megabytes", async () => {
  const properties = Array.from(
    { length: 12 },
    (_, j) =>
      `f${j}: { type: string, description: "Number ${j} of the thing, as the generator wrote it" }`,
  ).join(", ");
  const schemas = Array.from(
    { length: 3200 },
    (_, i) =>
      `T${i}: { type: object, properties: { ${properties}, next: { $ref: "#/components/schemas/T${(i + 1) % 3200}" } } }`,
  );
  const text = openapi(["Thing: { $ref: '#/components/schemas/T0' }", ...schemas].join("\n"));
  expect(text.length).toBeGreaterThan(3_000_000);
  const before = process.cpuUsage();
  const { model } = await modelOf({ "berrys.yaml": berrys, "openapi.yaml": text });
  const { user } = process.cpuUsage(before);
  expect(model.schemas).toHaveLength(3200);
  // Processor time, since the machine may be busy; a quadratic step would cost tens of seconds.
  expect(user / 1e6).toBeLessThan(8);
}, 60_000);

test("two loads of the same files give the same model", async () => {
  const files = {
    "berrys.yaml": berrys,
    "openapi.yaml": openapi(
      "Thing: { type: object, properties: { a: { $ref: '#/components/schemas/B' } } }\nB: { type: string }",
    ),
  };
  const [one, two] = await Promise.all([modelOf(files), modelOf(files)]);
  expect(JSON.stringify(one.model)).toBe(JSON.stringify(two.model));
});

test("no workspace at all", async () => {
  const loaded = await loadFiles({});
  expect(loaded.model).toBeNull();
  expect(lines(loaded)[0]).toMatch(/^config\/missing There is no `berrys.yaml` in /);
});

test("AsyncAPI: sensitive places in arrays, maps, alternatives and recursion; older versions", async () => {
  const { model } = await modelOf({
    "berrys.yaml": "name: shop\ncontracts: { asyncapi: asyncapi.yaml }\nservices: { a: {} }\n",
    "asyncapi.yaml": `asyncapi: 3.0.0
info: { title: Shop, version: "1" }
channels:
  order:
    messages:
      placed:
        x-berrys-version: 3
        x-berrys-previous:
          - { version: 2, payload: { $ref: "old.yaml#/earlier" } }
          - { version: 1, payload: { type: object, properties: { pin: { $ref: "#/components/schemas/Pin" } } } }
        payload:
          type: object
          properties:
            cards: { type: array, items: { type: object, properties: { pin: { $ref: "#/components/schemas/Pin" } } } }
            pair: { type: array, prefixItems: [{ type: string, x-berrys-sensitive: true }] }
            secrets: { type: object, additionalProperties: { type: string, x-berrys-sensitive: true } }
            either: { oneOf: [{ type: string }, { type: object, properties: { b: { $ref: "#/components/schemas/Pin" } } }] }
            box: { $ref: "#/components/schemas/Box" }
            whole: { type: object, x-berrys-sensitive: true, properties: { in: { $ref: "#/components/schemas/Pin" } } }
      sealed: { x-berrys-encrypted: true, payload: { type: object, properties: { id: { type: string } } } }
operations: { publish: { action: send, channel: { $ref: "#/channels/order" } } }
components:
  schemas:
    Pin: { type: string, x-berrys-sensitive: true }
    Box: { type: object, properties: { pin: { $ref: "#/components/schemas/Pin" }, boxes: { type: array, items: { $ref: "#/components/schemas/Box" } } } }
`,
    "old.yaml":
      "earlier: { type: object, properties: { a~b/c: { type: string, x-berrys-sensitive: true } } }\n",
  });
  const [placed, sealed] = model.messages;
  expect(placed?.sensitive).toEqual([
    "/cards/*/pin",
    "/pair/*",
    "/secrets/*",
    "/either/b",
    "/box/pin",
    "/box/boxes/*",
    "/whole",
  ]);
  expect(placed?.previous).toEqual([
    {
      version: 1,
      data: "asyncapi.yaml#/channels/order/messages/placed/x-berrys-previous/1/payload",
      sensitive: ["/pin"],
    },
    { version: 2, data: "old.yaml#/earlier", sensitive: ["/a~0b~1c"] },
  ]);
  expect(sealed?.sensitive).toEqual([""]);
  expect(model.schemas.map(({ typeName }) => typeName)).toContain("PlacedDataV1");
});
