import { describe, expect, test } from "vitest";
import { createSchemaComparer } from "../schema/compare-schemas.ts";
import type { ContractTree } from "../tree.ts";
import { compareAsyncapi } from "./compare-asyncapi.ts";
import { documentTree, yamlTree } from "./testing/document-tree.ts";

const compare = (old: ContractTree, now: ContractTree) =>
  compareAsyncapi(old, now, createSchemaComparer(old, now));

const lines = (old: string, now: string) =>
  compare(yamlTree(old), yamlTree(now)).map(
    ({ rule, role, path, operation }) => `${role} ${rule} ${path} ${operation ?? ""}`,
  );

const orders = `
channels:
  orders:
    address: orders.{shop}
    parameters: { shop: { enum: [berlin, rome] } }
    messages:
      placed:
        name: order.placed
        contentType: application/json
        correlationId: { location: $message.header#/correlationId }
        headers: { type: object, properties: { correlationId: { type: string } } }
        payload: { $ref: "#/components/schemas/Order" }
operations:
  publish:
    action: send
    channel: { $ref: "#/channels/orders" }
  bill:
    action: receive
    channel: { $ref: "#/channels/orders" }
components:
  schemas:
    Order:
      type: object
      required: [id]
      properties: { id: { type: string }, state: { enum: [new, paid] } }
`;

describe("the direction decides", () => {
  const widened = orders.replace("[new, paid]", "[new, paid, lost]");

  test("who sends a new value hurts readers, who receives it hurts nobody", () => {
    const found = compare(yamlTree(orders), yamlTree(widened));
    const told = found.map(({ role, direction, path, operation }) => [
      role,
      direction,
      path,
      operation,
    ]);
    expect(told).toEqual([
      ["writer", "send", "send order.placed › payload › state", "publish"],
      ["reader", "receive", "receive order.placed › payload › state", "bill"],
    ]);
  });

  test("a channel without operations counts both ways", () => {
    const silent = (text: string) => text.replace(/operations:[\s\S]*?components:/, "components:");
    expect(lines(silent(orders), silent(widened))).toEqual([
      expect.stringMatching(
        /^both asyncapi\/payload-\S+ message order\.placed › payload › state $/,
      ),
    ]);
  });

  test("who receives writes the reply, who sends reads it", () => {
    const asked = (action: string, type: string) => `
channels:
  ask: { address: ask, messages: { ask: { name: ask } } }
  answer: { address: answer, messages: { answer: { name: answer, payload: { type: ${type} } } } }
operations:
  serve:
    action: ${action}
    channel: { $ref: "#/channels/ask" }
    reply: { channel: { $ref: "#/channels/answer" } }
`;
    const roles = ["receive", "send"].map((action) =>
      lines(asked(action, "integer"), asked(action, "number")).map((line) => line.split(" ")[0]),
    );
    expect(roles).toEqual([["writer"], ["reader"]]);
  });

  test("every operation that uses a message is named, with its service", () => {
    const system = orders
      .replace("action: send", "action: send\n    x-berrys-service: shop")
      .replace("action: receive", "action: receive\n    x-berrys-service: billing")
      .replace(
        "components:",
        `  ship:
    action: receive
    x-berrys-service: shipping
    channel: { $ref: "#/channels/orders" }
components:`,
      );
    const found = compare(yamlTree(system), yamlTree(system.replace("[new, paid]", "[new]")));
    expect(found.map(({ role, operation, owner }) => [role, operation, owner])).toEqual([
      ["writer", "publish", "shop"],
      ["reader", "bill", "billing"],
      ["reader", "ship", "shipping"],
    ]);
    expect(new Set(found.map(({ channel, messageType }) => `${channel} ${messageType}`))).toEqual(
      new Set(["orders.{shop} order.placed"]),
    );
  });
});

describe("what is equivalent is silent", () => {
  const version2 = `
asyncapi: 2.6.0
defaultContentType: application/json
channels:
  orders.{shopId}:
    parameters: { shopId: { schema: { type: string, enum: [rome, berlin] } } }
    subscribe:
      message: { $ref: "#/components/messages/placed" }
    publish:
      operationId: bill
      message: { oneOf: [{ $ref: "#/components/messages/placed" }] }
components:
  messages:
    placed:
      name: order.placed
      traits:
        - headers: { type: object, properties: { correlationId: { type: string } } }
          correlationId: { location: $message.header#/correlationId }
      payload:
        type: object
        properties: { state: { enum: [paid, new] }, id: { type: string } }
        required: [id]
`;

  test.each([
    ["version 2 and version 3", orders, version2],
    ["version 3 and version 2", version2, orders],
    ["the document itself", orders, orders],
    [
      "keys, components and placeholders are renamed",
      orders,
      orders
        .replaceAll("Order", "Purchase")
        .replaceAll("channels/orders", "channels/a")
        .replace("  orders:", "  a:")
        .replace("placed:", "b:")
        .replace("publish:", "c:")
        .replace("bill:", "d:")
        .replace("{shop}", "{store}")
        .replace("shop:", "store:"),
    ],
    [
      "texts for people",
      orders,
      `info: { title: a, version: 2.0.0, description: b }\n${orders.replace("name: order.placed", "name: order.placed\n        description: c\n        examples: [{ payload: { id: d } }]")}`,
    ],
  ])("%s", (_, old, now) => {
    expect(lines(old, now)).toEqual([]);
  });

  test("a document is split into files", () => {
    const split = documentTree({
      "asyncapi.yaml": `
asyncapi: 3.0.0
channels: { orders: { $ref: "channels/orders.yaml#/orders" } }
operations:
  publish: { action: send, channel: { $ref: "channels/orders.yaml#/orders" } }
  bill: { $ref: "operations.yaml#/bill" }
`,
      "operations.yaml": `bill: { action: receive, channel: { $ref: "asyncapi.yaml#/channels/orders" } }`,
      "channels/orders.yaml": `
orders:
  address: orders.{shop}
  parameters: { shop: { enum: [berlin, rome] } }
  messages: { placed: { $ref: "../messages.yaml#/placed" } }
`,
      "messages.yaml": `
placed:
  name: order.placed
  payload: { $ref: "schemas/order.yaml" }
  traits: [{ $ref: "traits/common.yaml" }]
`,
      "traits/common.yaml": `
contentType: application/json
correlationId: { location: $message.header#/correlationId }
headers: { type: object, properties: { correlationId: { type: string } } }
`,
      "schemas/order.yaml": `
type: object
required: [id]
properties: { id: { type: string }, state: { enum: [new, paid] } }
`,
    });
    expect(compare(yamlTree(orders), split)).toEqual([]);
    expect(compare(split, yamlTree(orders))).toEqual([]);
  });
});

describe("traits", () => {
  const withTrait = (version: string, channel: string) => `
asyncapi: ${version}
${channel}
`;
  const message = (type: string) =>
    `{ name: a, contentType: ${type}, traits: [{ contentType: text/csv }] }`;

  test("version 3 lets the message win", () => {
    const document = (type: string) =>
      withTrait("3.0.0", `channels: { a: { address: a, messages: { a: ${message(type)} } } }`);
    expect(lines(document("text/plain"), document("text/html"))).toEqual([
      "both asyncapi/content-type-changed message a › content type ",
    ]);
  });

  test("version 2 lets the trait win", () => {
    const document = (type: string) =>
      withTrait(
        "2.6.0",
        `channels: { a: { subscribe: { operationId: b, message: ${message(type)} } } }`,
      );
    expect(lines(document("text/plain"), document("text/html"))).toEqual([]);
  });

  test("headers of message and traits of another file count together", () => {
    const tree = (type: string) =>
      documentTree({
        "asyncapi.yaml": `
asyncapi: 3.0.0
channels:
  a:
    address: a
    messages:
      a:
        headers: { properties: { own: { type: string } } }
        traits: [{ $ref: "parts/trait.yaml" }]
`,
        "parts/trait.yaml": `headers: { properties: { common: { $ref: "id.yaml#/id" } } }`,
        "parts/id.yaml": `id: { type: ${type} }`,
      });
    const found = compare(tree("string"), tree("integer"));
    expect(found.map(({ path }) => path)).toEqual(["message a › headers › common"]);
  });
});

describe("stability", () => {
  const at = (place: "info" | "operation" | "message" | "schema", type: string) => {
    const alpha = (here: string) => (place === here ? "x-berrys-stability: alpha" : "x-a: b");
    return `
info: { ${alpha("info")} }
channels:
  a:
    address: a
    messages:
      a:
        ${alpha("message")}
        name: a
        payload: { ${alpha("schema")}, type: ${type} }
operations:
  send: { action: send, channel: { $ref: "#/channels/a" }, ${alpha("operation")} }
`;
  };

  test.each(["info", "operation", "message", "schema"] as const)(
    "is taken from the %s",
    (place) => {
      const found = compare(yamlTree(at(place, "string")), yamlTree(at(place, "integer")));
      expect(found.map(({ stability }) => stability)).toEqual(["alpha"]);
    },
  );
});

test("a version that broke is missing only where the one before it is not kept", () => {
  const placed = (extra: string, payload: string) => `
channels:
  orders: { address: orders, messages: { placed: { name: order.placed, ${extra}, payload: ${payload} } } }
operations: { publish: { action: send, channel: { $ref: "#/channels/orders" } } }
`;
  const old = placed("x-berrys-version: 1", "{ type: object, required: [id] }");
  const kept = "x-berrys-previous: [{ version: 1, payload: { type: object } }]";
  const rules = (extra: string) =>
    compare(yamlTree(old), yamlTree(placed(extra, "{ type: object }"))).map(({ rule }) => rule);
  const missing = "asyncapi/previous-version-missing";
  expect(rules("x-berrys-version: 2")).toContain(missing);
  expect(rules(`x-berrys-version: 2, ${kept}`)).not.toContain(missing);
});
