import { expect, test } from "vitest";
import { catalog } from "../diagnostics/catalog.ts";
import { type Files, lines, loadFiles } from "../load/testing/workspace.ts";

const shop: Files = {
  "berrys.yaml": `name: shop
contracts: { asyncapi: asyncapi.yaml, openapi: openapi.yaml, proto: buf.yaml }
services:
  orders: { packages: [shop.v1] }
  billing: { calls: [orders] }
`,
  "buf.yaml": "version: v2\nmodules: [{ path: proto }]\n",
  "proto/shop.proto":
    'syntax = "proto3";\npackage shop.v1;\nmessage Thing {}\nservice Things { rpc Find(Thing) returns (Thing); }\n',
  "openapi.yaml": `openapi: 3.1.0
info: { title: Shop, version: "1" }
x-berrys-service: orders
paths:
  /orders/{id}:
    get:
      operationId: getOrder
      parameters:
        - { name: id, in: path, required: true, schema: { type: string, minLength: 2 }, example: o1 }
      responses:
        "200": { description: One, content: { application/json: { schema: { $ref: "#/components/schemas/Order" } } } }
components:
  schemas:
    Order:
      type: object
      properties:
        id: { type: string, examples: [o1] }
        next: { $ref: "#/components/schemas/Order" }
`,
  "asyncapi.yaml": `asyncapi: 3.0.0
info: { title: Shop, version: "1" }
channels:
  order: { messages: { placed: { $ref: "#/components/messages/placed" } } }
  payments:
    x-berrys-kind: command
    messages: { pay: { name: order.pay, payload: { type: object } } }
operations:
  publish: { action: send, x-berrys-service: orders, channel: { $ref: "#/channels/order" } }
  follow: { action: receive, x-berrys-service: billing, channel: { $ref: "#/channels/order" } }
  ask: { action: send, x-berrys-service: orders, channel: { $ref: "#/channels/payments" } }
  pay: { action: receive, x-berrys-service: billing, channel: { $ref: "#/channels/payments" } }
components:
  messages:
    placed:
      name: order.placed
      x-berrys-key: /id
      payload:
        allOf:
          - { $ref: "#/components/schemas/Envelope" }
          - properties:
              type: { const: order.placed }
              source: { const: orders }
              data: { type: object, required: [id], properties: { id: { type: string } } }
      examples: [{ payload: { type: order.placed, source: orders, data: { id: o1 } } }]
  schemas:
    Envelope: { x-berrys-envelope: event, type: object, properties: { type: { type: string }, data: true } }
`,
};

test("the workspace that the cases below change is sound", async () => {
  expect(lines(await loadFiles(shop))).toEqual([]);
});

type Change = readonly [file: keyof typeof shop, from: string | RegExp, to: string];

const cases: readonly [expected: string, change: Change][] = [
  [
    "berrys.yaml:1:1 config/invalid `name` must be a text, but it is `7`.",
    ["berrys.yaml", "name: shop", "name: 7"],
  ],
  [
    "berrys.yaml:4:28 config/invalid `services.orders.port` must be a whole number from 0 to 999, added to PORT_BASE, but it is `-1`.",
    ["berrys.yaml", "orders: {", "orders: { title: Orders, port: -1,"],
  ],
  [
    "berrys.yaml:5:3 config/invalid The service id `Billing` must be kebab-case: lower-case letters, digits and single hyphens.",
    ["berrys.yaml", "billing", "Billing"],
  ],
  [
    "berrys.yaml:3:1 config/unknown-setting `servces` is no setting.",
    ["berrys.yaml", "services:", "servces:"],
  ],
  [
    "berrys.yaml:2:24 load/file-not-found `asyncapy.yaml`, named by `contracts.asyncapi`, does not exist.",
    ["berrys.yaml", "asyncapi: asyncapi.yaml", "asyncapi: asyncapy.yaml"],
  ],
  [
    "openapi.yaml:3:1 load/syntax The YAML is broken",
    ["openapi.yaml", 'version: "1" }', 'version: "1" '],
  ],
  [
    "proto/shop.proto:4:43 load/proto-syntax The proto file is broken: cannot find `Thng` in this scope.",
    ["proto/shop.proto", "(Thing);", "(Thng);"],
  ],
  ["load/buf-failed buf could not build the proto files", ["buf.yaml", "v2", "v9"]],
  [
    "asyncapi.yaml:1:1 load/unsupported-version `asyncapi.yaml` must be an AsyncAPI document with `asyncapi: 3.0.0`, but it is version `2.6.0`.",
    ["asyncapi.yaml", "3.0.0", "2.6.0"],
  ],
  [
    "openapi.yaml:1:1 load/unsupported-version `openapi.yaml` must be an OpenAPI document with `openapi: 3.1.0` (or 3.0), but it is version `2.0`.",
    ["openapi.yaml", "openapi: 3.1.0", 'swagger: "2.0"'],
  ],
  [
    "openapi.yaml:11:83 load/unresolved-ref The reference `#/components/schemas/Ordr` cannot be followed: `openapi.yaml#/components/schemas` has no `Ordr`.",
    ["openapi.yaml", 'schemas/Order" } } } }', 'schemas/Ordr" } } } }'],
  ],
  [
    "openapi.yaml:18:23 load/unresolved-ref The reference `other.yaml` cannot be followed: the file `other.yaml` does not exist.",
    [
      "openapi.yaml",
      'next: { $ref: "#/components/schemas/Order" }',
      'next: { $ref: "other.yaml" }',
    ],
  ],
  [
    "openapi.yaml:18:23 load/remote-ref The reference `https://example.com/a.json` cannot be followed: it leaves the workspace.",
    [
      "openapi.yaml",
      'next: { $ref: "#/components/schemas/Order" }',
      'next: { $ref: "https://example.com/a.json" }',
    ],
  ],
  [
    "openapi.yaml:14:26 load/circular-ref The reference `#/components/schemas/B` cannot be followed: it only leads back to itself.",
    [
      "openapi.yaml",
      "    Order:\n",
      '    A: { title: A, $ref: "#/components/schemas/B" }\n    B: { $ref: "#/components/schemas/A" }\n    Order:\n',
    ],
  ],
  [
    "asyncapi.yaml:9:3 model/unowned The operation `publish` belongs to no service.",
    [
      "asyncapi.yaml",
      'action: send, x-berrys-service: orders, channel: { $ref: "#/channels/order"',
      'action: send, channel: { $ref: "#/channels/order"',
    ],
  ],
  [
    "openapi.yaml:6:5 model/unowned The operation `GET /orders/{id}` belongs to no service.",
    ["openapi.yaml", "x-berrys-service: orders", "x-other: 1"],
  ],
  [
    "proto/shop.proto:4:9 model/unowned The package `shop.v2` of the RPC service `Things` belongs to no service.",
    ["proto/shop.proto", "shop.v1", "shop.v2"],
  ],
  [
    "openapi.yaml:19:5 model/name-collision The schemas `openapi.yaml#/components/schemas/order` and `openapi.yaml#/components/schemas/Order` both become the type `Order`.",
    [
      "openapi.yaml",
      'next: { $ref: "#/components/schemas/Order" }',
      'next: { $ref: "#/components/schemas/order" }\n    order: { type: string }',
    ],
  ],
  [
    "asyncapi.yaml:5:5 model/name-collision The messages `order order.placed` and `order order_placed` become the same name `OrderPlaced` in code.",
    [
      "asyncapi.yaml",
      '{ placed: { $ref: "#/components/messages/placed" } } }',
      '{ placed: { $ref: "#/components/messages/placed" },\n    x: { name: order_placed, payload: { type: object } } } }',
    ],
  ],
  [
    "asyncapi.yaml:7:52 model/unsupported-schema-format The payload has the format `application/vnd.apache.avro`, but only JSON Schema payloads are read.",
    [
      "asyncapi.yaml",
      "{ name: order.pay, payload: { type: object }",
      "{ name: order.pay, payload: { schemaFormat: application/vnd.apache.avro, schema: {} }",
    ],
  ],
  [
    "asyncapi.yaml:7:17 model/missing-payload The message `OrderPay` has no payload.",
    ["asyncapi.yaml", "{ name: order.pay, payload: { type: object } }", "{ name: order.pay }"],
  ],
  [
    "asyncapi.yaml:11:101 model/message-not-in-channel The reply names messages, but no channel that carries them.",
    [
      "asyncapi.yaml",
      'ask: { action: send, x-berrys-service: orders, channel: { $ref: "#/channels/payments" } }',
      'ask: { action: send, x-berrys-service: orders, channel: { $ref: "#/channels/payments" }, reply: { messages: [{ $ref: "#/components/messages/placed" }] } }',
    ],
  ],
  [
    "asyncapi.yaml:10:107 model/message-not-in-channel The channel `order` does not carry the message `asyncapi.yaml#/channels/payments/messages/pay`.",
    [
      "asyncapi.yaml",
      'service: billing, channel: { $ref: "#/channels/order" }',
      'service: billing, channel: { $ref: "#/channels/order" }, messages: [{ $ref: "#/channels/payments/messages/pay" }]',
    ],
  ],
  [
    "asyncapi.yaml:10:57 model/channel-not-declared The channel `asyncapi.yaml#/components/channels/x` is not among the document's `channels`.",
    [
      "asyncapi.yaml",
      /service: billing, channel: \{ \$ref: "#\/channels\/order" \} \}([\s\S]*?)components:/,
      'service: billing, channel: { $ref: "#/components/channels/x" } }$1components:\n  channels: { x: {} }',
    ],
  ],
  [
    "asyncapi.yaml:9:3 validate/missing-field This operation has no `action`.",
    ["asyncapi.yaml", "publish: { action: send, ", "publish: { "],
  ],
  [
    "openapi.yaml:18:17 validate/unknown-keyword `discription` is no key of a schema.",
    ["openapi.yaml", "next: { ", "next: { discription: x, "],
  ],
  [
    "openapi.yaml:7:7 validate/unknown-keyword `operationID` is no key of an operation.",
    ["openapi.yaml", "operationId", "operationID"],
  ],
  [
    "openapi.yaml:17:29 validate/unknown-keyword `nullable` is no key of a schema.",
    ["openapi.yaml", "id: { type: string, ", "id: { type: string, nullable: true, "],
  ],
  [
    "openapi.yaml:17:29 validate/unsupported-keyword `$dynamicRef` cannot be turned into code",
    [
      "openapi.yaml",
      "id: { type: string, examples: [o1] }",
      'id: { type: string, $dynamicRef: "#x" }',
    ],
  ],
  [
    'openapi.yaml:15:7 validate/invalid-schema `type` must be one or several of `null`, `boolean`, `number`, `string`, `array`, `object`, `integer`, but it is `"objekt"`.',
    ["openapi.yaml", "type: object", "type: objekt"],
  ],
  [
    'openapi.yaml:17:29 validate/invalid-schema `pattern` must be a regular expression of JavaScript, but it is `"("`.',
    ["openapi.yaml", "id: { type: string, ", 'id: { type: string, pattern: "(", '],
  ],
  [
    "openapi.yaml:14:5 validate/circular-schema The schema contains itself with nothing between: `openapi.yaml#/components/schemas/Order` → `openapi.yaml#/components/schemas/Order`.",
    ["openapi.yaml", "type: object", 'allOf: [{ $ref: "#/components/schemas/Order" }]'],
  ],
  [
    "openapi.yaml:13:5 validate/duplicate-id Two operations have the operationId `getOrder`.",
    [
      "openapi.yaml",
      "components:",
      '  /orders:\n    get: { operationId: getOrder, responses: { "204": { description: None } } }\ncomponents:',
    ],
  ],
  [
    "asyncapi.yaml:4:74 validate/duplicate-id The channel `order` carries two messages of the type `order.placed`.",
    [
      "asyncapi.yaml",
      '{ placed: { $ref: "#/components/messages/placed" } } }',
      '{ placed: { $ref: "#/components/messages/placed" }, x: { name: order.placed, payload: true } } }',
    ],
  ],
  [
    "openapi.yaml:18:29 validate/duplicate-id `a` already names another schema of this file.",
    ["openapi.yaml", "next: {", "next: { $anchor: a, not: { $anchor: a }, "],
  ],
  [
    "asyncapi.yaml:10:48 validate/unknown-service There is no service `biling`.",
    [
      "asyncapi.yaml",
      'receive, x-berrys-service: billing, channel: { $ref: "#/channels/order',
      'receive, x-berrys-service: biling, channel: { $ref: "#/channels/order',
    ],
  ],
  [
    "berrys.yaml:5:22 validate/unknown-service `billing` calls `ordrs`, but there is no such service.",
    ["berrys.yaml", "calls: [orders]", "calls: [ordrs]"],
  ],
  [
    "berrys.yaml:5:22 validate/call-not-allowed `billing` must not call itself.",
    ["berrys.yaml", "calls: [orders]", "calls: [billing]"],
  ],
  [
    "berrys.yaml:4:42 validate/call-not-allowed `orders` calls `billing`, which serves no RPC.",
    ["berrys.yaml", "[shop.v1] }", "[shop.v1], calls: [billing] }"],
  ],
  [
    "berrys.yaml:4:33 validate/unknown-package No proto file declares an RPC service in the package `shop.v3`.",
    ["berrys.yaml", "[shop.v1]", "[shop.v1, shop.v3]"],
  ],
  [
    "asyncapi.yaml:9:3 validate/event-without-publisher `billing` follows `order.placed`, but nobody publishes it.",
    ["asyncapi.yaml", / {2}publish: .*\n/, ""],
  ],
  [
    "asyncapi.yaml:14:5 validate/event-without-subscriber Nobody follows the event `order.placed`.",
    ["asyncapi.yaml", / {2}follow: .*\n/, ""],
  ],
  [
    "asyncapi.yaml:11:3 validate/two-owners `orders` and `billing` both publish `order.placed`.",
    [
      "asyncapi.yaml",
      "  ask:",
      '  again: { action: send, x-berrys-service: billing, channel: { $ref: "#/channels/order" } }\n  ask:',
    ],
  ],
  [
    "asyncapi.yaml:11:3 validate/command-without-receiver `orders` sends `order.pay`, but nobody receives it.",
    ["asyncapi.yaml", / {2}pay: \{ action.*\n/, ""],
  ],
  [
    "asyncapi.yaml:11:10 validate/batch-not-possible The operation `ask` sends, so it has no handler that could take a batch.",
    [
      "asyncapi.yaml",
      "  ask: { action: send,",
      "  ask: { x-berrys-batch: { size: 2 }, action: send,",
    ],
  ],
  [
    "asyncapi.yaml:13:3 validate/two-receivers `billing` and `orders` both receive the command `order.pay`.",
    [
      "asyncapi.yaml",
      "components:",
      '  too: { action: receive, x-berrys-service: orders, channel: { $ref: "#/channels/payments" } }\ncomponents:',
    ],
  ],
  [
    "asyncapi.yaml:25:79 validate/invalid-example The example of `order.placed` at `/data/id` must be string, but it is `7`.",
    ["asyncapi.yaml", "data: { id: o1 }", "data: { id: 7 }"],
  ],
  [
    'openapi.yaml:9:98 validate/invalid-example The example of this parameter must NOT have fewer than 2 characters, but it is `"o"`.',
    ["openapi.yaml", "example: o1", "example: o"],
  ],
  [
    "openapi.yaml:17:40 validate/invalid-example The example must be string, but it is `1`.",
    ["openapi.yaml", "examples: [o1]", "examples: [1]"],
  ],
  [
    "asyncapi.yaml:17:21 validate/missing-key The key `/order_id` names no property of the data of `order.placed`.",
    ["asyncapi.yaml", "x-berrys-key: /id", "x-berrys-key: /order_id"],
  ],
  [
    "asyncapi.yaml:17:21 validate/missing-key The key `/id` of `order.placed` names an array, expected a text, a number or a boolean.",
    ["asyncapi.yaml", "id: { type: string }", "id: { type: array, items: { type: string } }"],
  ],
  [
    "asyncapi.yaml:17:21 validate/sensitive-key The ordering key `/id` of `order.placed` is marked `x-berrys-sensitive`, but a key travels readable.",
    [
      "asyncapi.yaml",
      "properties: { id: { type: string } } }",
      "properties: { id: { type: string, x-berrys-sensitive: true } } }",
    ],
  ],
  [
    "asyncapi.yaml:18:38 validate/previous-version `order.placed` has version 1, so that version 1 is no older one.",
    [
      "asyncapi.yaml",
      "x-berrys-key: /id",
      "x-berrys-key: /id\n      x-berrys-previous: [{ version: 1, payload: { type: object } }]",
    ],
  ],
  [
    "asyncapi.yaml:17:23 validate/invalid-extension `x-berrys-retry` must be a list of error codes in `non_retryable`",
    ["asyncapi.yaml", "x-berrys-key: /id", "x-berrys-retry: { non_retryable: [gone] }"],
  ],
  [
    "asyncapi.yaml:8:17 validate/unkeyed-message `order.pay` has no ordering key, but its channel `payments` has 4 partitions.",
    [
      "asyncapi.yaml",
      "x-berrys-kind: command",
      "x-berrys-kind: command\n    x-berrys-partitions: 4",
    ],
  ],
  [
    'asyncapi.yaml:6:20 validate/invalid-extension `x-berrys-kind` must be one of `event`, `command`, but it is `"comand"`.',
    ["asyncapi.yaml", "x-berrys-kind: command", "x-berrys-kind: comand"],
  ],
  [
    "asyncapi.yaml:17:7 validate/invalid-extension There is no extension `x-berrys-keys`.",
    ["asyncapi.yaml", "x-berrys-key:", "x-berrys-keys:"],
  ],
  [
    "asyncapi.yaml:17:7 validate/invalid-extension `x-berrys-partitions` does not belong here.",
    ["asyncapi.yaml", "x-berrys-key: /id", "x-berrys-partitions: 2"],
  ],
  [
    "openapi.yaml:6:5 validate/undeclared-path-parameter `GET /orders/{id}` does not declare its path parameter `id`.",
    ["openapi.yaml", "name: id", "name: di"],
  ],
  [
    "openapi.yaml:8:22 validate/missing-etag The ETag `/version` names no property of what `getOrder` answers.",
    [
      "openapi.yaml",
      "operationId: getOrder",
      "operationId: getOrder\n      x-berrys-etag: /version",
    ],
  ],
  [
    "openapi.yaml:8:55 validate/unknown-invalidation What is kept of `getOrder` is to end with the event `order.gone`, which no contract has.",
    [
      "openapi.yaml",
      "operationId: getOrder",
      "operationId: getOrder\n      x-berrys-cache: { max_age: 60, invalidated_by: [order.gone] }",
    ],
  ],
  [
    "asyncapi.yaml:22:30 validate/envelope-mismatch The envelope of `order.placed` says `type: order.place`.",
    ["asyncapi.yaml", "const: order.placed", "const: order.place"],
  ],
  [
    "asyncapi.yaml:23:15 validate/envelope-mismatch `orders` sends `order.placed`, but its envelope allows the source `billing` alone.",
    ["asyncapi.yaml", "const: orders", "const: billing"],
  ],
];

test.each(cases)("%s", async (expected, [file, from, to]) => {
  const before = shop[file] ?? "";
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  const found = lines(await loadFiles({ ...shop, [file]: after }));
  expect(
    found.filter((line) => line.startsWith(expected)),
    found.join("\n"),
  ).toHaveLength(1);
});

test("every code of these stages has a case", () => {
  const seen = new Set(
    cases.map(([line]) => /[a-z]+\/[a-z-]+(?= )/.exec(line.replace(/^\S+:\d+:\d+ /, ""))?.[0]),
  );
  const stages = Object.keys(catalog).filter((code) =>
    /^(config|load|model|validate)\//.test(code),
  );
  // Seen by the commands that compare and lint alone, which have golden cases of their own.
  const elsewhere = ["config/missing", "config/unknown-rule", "load/graphql-syntax"];
  expect(stages.filter((code) => !seen.has(code))).toEqual(elsewhere);
});

test("all findings come at once", async () => {
  const broken = {
    ...shop,
    "asyncapi.yaml": (shop["asyncapi.yaml"] ?? "").replace("/id", "/x"),
    "openapi.yaml": "openapi: [",
  };
  const codes = (await loadFiles(broken)).diagnostics.map(({ code }) => code);
  expect(codes).toContain("load/syntax");
  expect(codes).toContain("validate/missing-key");
});
