import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSide } from "@berrys/codegen/compat/sources/open-side";
import type { LintEngine } from "@berrys/codegen/lint/engines/engine";
import { engineRule } from "@berrys/codegen/lint/engines/engine-rule";
import { engines } from "@berrys/codegen/lint/engines/engines";
import { runEngine } from "@berrys/codegen/lint/lint";
import { describe, expect, test } from "vitest";
import { type Contracts, openContracts } from "../support/open-workspace.ts";

describe("buf", () => {
  test("rules, places and qualified names", async () => {
    expect(
      await lines("buf", {
        "proto/shop/v1/shop.proto": [
          'syntax = "proto3";',
          "package shop.v1;",
          "message Order {",
          "  enum State { OPEN = 0; }",
          "  string OrderId = 1;",
          "}",
          "service Shop { rpc Get(Order) returns (Order); }",
        ].join("\n"),
      }),
    ).toMatchInlineSnapshot(`
      [
        "buf/ENUM_VALUE_PREFIX proto/shop/v1/shop.proto:4:16 shop.v1.Order.State.OPEN: Enum value name "OPEN" should be prefixed with "STATE_".",
        "buf/ENUM_ZERO_VALUE_SUFFIX proto/shop/v1/shop.proto:4:16 shop.v1.Order.State.OPEN: Enum zero value name "OPEN" should be suffixed with "_UNSPECIFIED".",
        "buf/FIELD_LOWER_SNAKE_CASE proto/shop/v1/shop.proto:5:10 shop.v1.Order.OrderId: Field name "OrderId" should be lower_snake_case, such as "order_id".",
        "buf/SERVICE_SUFFIX proto/shop/v1/shop.proto:7:9 shop.v1.Shop: Service name "Shop" should be suffixed with "Service".",
        "buf/RPC_REQUEST_RESPONSE_UNIQUE proto/shop/v1/shop.proto:7:16 shop.v1.Shop/Get: RPC "Get" has the same type "shop.v1.Order" for the request and response.",
        "buf/RPC_REQUEST_STANDARD_NAME proto/shop/v1/shop.proto:7:24 shop.v1.Shop/Get: RPC request type "Order" should be named "GetRequest" or "ShopGetRequest".",
        "buf/RPC_RESPONSE_STANDARD_NAME proto/shop/v1/shop.proto:7:40 shop.v1.Shop/Get: RPC response type "Order" should be named "GetResponse" or "ShopGetResponse".",
      ]
    `);
  });

  test("buf.yaml decides", async () => {
    expect(
      await lines("buf", {
        "buf.yaml": { version: "v2", lint: { use: ["PACKAGE_DEFINED"] } },
        "a.proto": 'syntax = "proto3";\nmessage a {}',
      }),
    ).toMatchInlineSnapshot(`
      [
        "buf/PACKAGE_DEFINED a.proto:1:1 a.proto: Files must have a package defined.",
      ]
    `);
  });

  test("a file without a module is not told where to lie", async () => {
    const root = mkdtempSync(join(tmpdir(), "berrys-lint-"));
    const path = join(root, "shop.proto");
    writeFileSync(path, 'syntax = "proto3";\npackage shop.v1;\nmessage order {}');
    const side = await openSide({ kind: "file", path, label: "shop.proto" });
    const [mistakes] = await runEngine(engineOf("buf"), side);
    await side.dispose();
    rmSync(root, { recursive: true });
    expect(mistakes.map(({ rule, path: at }) => `${rule} ${at}`)).toEqual([
      "buf/MESSAGE_PASCAL_CASE shop.v1.order",
    ]);
  });

  test("settings that buf refuses are a diagnostic", async () => {
    const contracts = {
      "buf.yaml": { version: "v2", lint: { use: ["NOPE"] } },
      "a.proto": 'syntax = "proto3";\npackage a;',
    };
    expect(await lines("buf", contracts)).toMatchInlineSnapshot(`
      [
        "lint/engine-failed: The lint engine \`buf\` could not run: "NOPE" is not a known rule or category ID.",
      ]
    `);
  });
});

describe("asyncapi-parser", () => {
  const info = { title: "Orders", version: "1.0.0" };

  test("mistakes in a file that the document refers to", async () => {
    expect(
      await lines("asyncapi-parser", {
        "asyncapi.yaml": {
          asyncapi: "3.0.0",
          info,
          channels: { orders: { $ref: "channels/orders.yaml#/orders" } },
        },
        "channels/orders.yaml": {
          orders: { address: "orders/{id}", messages: { placed: { contentType: 3 } } },
        },
      }),
    ).toMatchInlineSnapshot(`
      [
        "asyncapi-parser/asyncapi-document-resolved channels/orders.yaml:5:7 orders › messages › placed › contentType: "contentType" property type must be string.",
      ]
    `);
  });

  test("a sound document", async () => {
    expect(
      await lines("asyncapi-parser", { "asyncapi.yaml": { asyncapi: "3.0.0", info } }),
    ).toEqual([]);
  });
});

describe("redocly", () => {
  test("validity and places over files", async () => {
    expect(
      await lines("redocly", {
        "openapi.yaml": { paths: { "/orders": { $ref: "orders.yaml#/orders" } } },
        "orders.yaml": {
          orders: {
            get: {
              operationId: "list orders",
              responses: { 200: { descripton: "A page.", description: 3 } },
            },
          },
        },
      }),
    ).toMatchInlineSnapshot(`
      [
        "redocly/no-empty-servers openapi.yaml:1:1 openapi: Servers must be present.",
        "redocly/info-license openapi.yaml:2:1 info: Info object should contain \`license\` field.",
        "redocly/operation-operationId-url-safe orders.yaml:3:18 orders › get › operationId: Operation \`operationId\` should not have URL invalid characters.",
        "redocly/struct orders.yaml:6:9 orders › get › responses › 200 › descripton: Property \`descripton\` is not expected here.",
        "redocly/struct orders.yaml:7:22 orders › get › responses › 200 › description: Expected type \`string\` but got \`integer\`.",
      ]
    `);
  });

  test("redocly.yaml decides, but for what a rule of our own says", async () => {
    expect(
      await lines("redocly", {
        "redocly.yaml": { rules: { "info-contact": "error", "operation-summary": "error" } },
        "openapi.yaml": { paths: { "/a": { get: { responses: {} } } } },
      }),
    ).toMatchInlineSnapshot(`
      [
        "redocly/info-contact error openapi.yaml:2:1 info › contact: Info object should contain \`contact\` field.",
      ]
    `);
  });

  test("plugins of redocly.yaml are not run", async () => {
    const contracts = {
      "redocly.yaml": { plugins: ["./plugin.cjs"], rules: { struct: "error" } },
      "plugin.cjs": "throw new Error('run');",
      "openapi.yaml": {},
    };
    expect(await lines("redocly", contracts)).toEqual([]);
  });
});

test("a crash is a diagnostic", async () => {
  const side = await openContracts({ "openapi.yaml": {} });
  const crashing: LintEngine = {
    name: "crashing",
    appliesTo: () => true,
    run: async () => {
      throw new TypeError("undefined is not a function\n    at somewhere");
    },
  };
  const [mistakes, diagnostics] = await runEngine(crashing, side);
  await side.dispose();
  expect(mistakes).toEqual([]);
  expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
    "lint/engine-failed The lint engine `crashing` could not run: undefined is not a function.",
  ]);
});

test("ids of engines have rules, others have none", () => {
  expect(engineRule("buf/ENUM_ZERO_VALUE_SUFFIX")?.level).toBe("error");
  expect(engineRule("asyncapi-parser/asyncapi-info-license")?.level).toBe("info");
  expect(engineRule("asyncapi-parser/asyncapi3-channel-servers")?.level).toBe("error");
  expect(engineRule("redocly/no-ambiguous-paths")?.level).toBe("warn");
  expect(engineRule("rest/no-trailing-slash")).toBeNull();
  expect(engineRule("buf")).toBeNull();
});

/** What an engine finds, a line each. */
async function lines(name: string, contracts: Contracts): Promise<readonly string[]> {
  const side = await openContracts(contracts);
  try {
    const [mistakes, diagnostics] = await runEngine(engineOf(name), side);
    return [
      ...side.diagnostics.map(({ message }) => message),
      ...diagnostics.map(({ code, message }) => `${code}: ${message}`),
      ...mistakes.map(({ rule, place, path, message, level = "" }) => {
        const at = place.span ?? side.sources.spanOf(place, place.part);
        return `${rule} ${level === "" ? "" : `${level} `}${at?.file}:${at?.line}:${at?.column} ${path}: ${message}`;
      }),
    ];
  } finally {
    await side.dispose();
  }
}

function engineOf(name: string): LintEngine {
  const engine = engines.find((candidate) => candidate.name === name);
  if (engine === undefined) throw new Error(`there is no engine ${name}`);
  return engine;
}
