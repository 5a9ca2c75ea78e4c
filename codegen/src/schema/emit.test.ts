import { describe, expect, test } from "vitest";
import { createImportCollector } from "../emit/imports.ts";
import type { JsonSchema, SchemaNode } from "../model/model.ts";
import { emitCheck, emitInlineCheck } from "./emit-check.ts";
import { emitType, typeOf } from "./emit-type.ts";
import { createSchemaScope } from "./scope.ts";
import { unsupportedIn } from "./unsupported.ts";

function node(name: string, schema: JsonSchema, module = "schemas/shared"): SchemaNode {
  const doc = typeof schema === "boolean" ? "" : (schema.description ?? "");
  const origin = { file: "contracts/schemas/shared.yaml", pointer: `/${name}` };
  return {
    kind: "schema",
    id: `shared.yaml#/${name}`,
    typeName: name,
    name,
    module,
    doc,
    origin,
    schema,
  };
}

const address = node("Address", {
  description: "Where someone lives.",
  type: "object",
  required: ["city"],
  properties: {
    city: { type: "string", minLength: 1 },
    zip: { type: "string", pattern: "^\\d{5}$" },
  },
});

function setup(...nodes: readonly SchemaNode[]) {
  const scope = createSchemaScope([address, ...nodes], "events/person");
  const imports = createImportCollector({
    scope,
    importExtension: ".ts",
    runtime: "@berrys/runtime/v1",
  });
  return { scope, imports };
}

test("an object becomes an interface and straight-line code", () => {
  const person = node(
    "Person",
    {
      description: "Someone.",
      type: "object",
      required: ["id", "home"],
      additionalProperties: false,
      properties: {
        id: { type: "string", format: "uuid", description: "Who it is." },
        home: { $ref: address.id },
        tags: { type: "array", maxItems: 3, items: { enum: ["a", "b"] } },
      },
    },
    "events/person",
  );
  const { imports } = setup(person);
  expect(emitType(person, imports)).toBe(`/** Someone. */
export interface Person {
  /**
   * Who it is.
   * Format: uuid.
   */
  readonly id: string;
  readonly home: Address;
  readonly tags?: readonly ("a" | "b")[];
}`);
  expect(
    emitCheck(person, imports),
  ).toBe(`export function checkPerson(value: unknown, path: string, violations: Violation[]): void {
  if (!isObject(value)) {
    fail(violations, path, "type", "object", value);
  } else {
    const id = value.id;
    if (typeof id !== "string") {
      fail(violations, \`\${path}/id\`, "type", "string in the format uuid", id);
    } else if (!isUuid(id)) {
      fail(violations, \`\${path}/id\`, "format", "string in the format uuid", id);
    }
    const home = value.home;
    const before = violations.length;
    checkAddress(home, "", violations);
    if (violations.length > before) {
      relocate(violations, before, \`\${path}/home\`);
    }
    const tags = value.tags;
    if (tags !== undefined) {
      if (!Array.isArray(tags)) {
        fail(violations, \`\${path}/tags\`, "type", "array", tags);
      } else {
        if (tags.length > 3) {
          fail(violations, \`\${path}/tags\`, "maxItems", "array of at most 3 items", tags);
        }
        for (let i = 0; i < tags.length; i++) {
          if (violations.length >= maxViolations) break;
          const item: unknown = tags[i];
          if (item !== "a" && item !== "b") {
            fail(violations, \`\${path}/tags/\${i}\`, "enum", '"a" or "b"', item);
          }
        }
      }
    }
    for (const key in value) {
      if (key !== "id" && key !== "home" && key !== "tags") {
        if (violations.length >= maxViolations) break;
        const member = Object.hasOwn(value, key) ? value[key] : undefined;
        if (member === undefined) continue;
        fail(
          violations,
          \`\${path}/\${pointerToken(key)}\`,
          "additionalProperties",
          "no such property",
          member,
        );
      }
    }
  }
}`);
  expect(imports.print()).toBe(`import {
  type Violation,
  fail,
  isObject,
  isUuid,
  maxViolations,
  pointerToken,
  relocate,
} from "@berrys/runtime/v1";
import { type Address, checkAddress } from "../schemas/shared.ts";`);
});

describe("type expressions", () => {
  const { imports } = setup();
  const cases: readonly [name: string, schema: JsonSchema, type: string][] = [
    ["anything", true, "unknown"],
    ["nothing", false, "never"],
    ["no type", { minLength: 3 }, "unknown"],
    ["any object", { type: "object" }, "Readonly<Record<string, unknown>>"],
    [
      "no members allowed",
      { type: "object", additionalProperties: false },
      "Readonly<Record<string, never>>",
    ],
    ["a map", { additionalProperties: { type: "integer" } }, "{ readonly [key: string]: number }"],
    ["null beside a type", { type: ["string", "null"] }, "string | null"],
    ["an enum narrowed by type", { type: "string", enum: ["a", 1, "b"] }, '"a" | "b"'],
    ["a constant object", { const: { a: [1, null] } }, "{ readonly a: readonly [1, null] }"],
    [
      "an array of unions",
      { type: "array", items: { type: ["string", "number"] } },
      "readonly (string | number)[]",
    ],
    [
      "an open tuple",
      { type: "array", prefixItems: [{ type: "string" }] },
      "readonly [string?, ...unknown[]]",
    ],
    ["an empty array", { type: "array", items: false }, "readonly []"],
    ["required without a property", { required: ["a b"] }, '{ readonly "a b": unknown }'],
    [
      "a reference with null",
      { anyOf: [{ $ref: address.id }, { type: "null" }] },
      "Address | null",
    ],
    [
      "parts with different members",
      { allOf: [{ required: ["a"] }, { required: ["b"] }] },
      "{ readonly a: unknown; readonly b: unknown }",
    ],
    ["a part that says nothing", { allOf: [{ $ref: address.id }, { type: "object" }] }, "Address"],
    [
      "prefixed names",
      { type: "object", patternProperties: { "^x-": { type: "string" } } },
      `{ readonly [key: \`x-\${string}\`]: string }`,
    ],
  ];
  test.each(cases)("%s", (_name, schema, type) => {
    expect(typeOf(schema, imports)).toBe(type);
  });
});

test("a lone reference reuses its validator, anything else gets its own", () => {
  const { imports } = setup();
  expect(emitInlineCheck("checkBody", { $ref: address.id, description: "x" }, imports)).toEqual({
    name: "checkAddress",
    code: "",
  });
  const { name, code } = emitInlineCheck("checkLimit", { type: "integer", minimum: 1 }, imports);
  expect(name).toBe("checkLimit");
  expect(
    code,
  ).toBe(`function checkLimit(value: unknown, path: string, violations: Violation[]): void {
  if (typeof value !== "number" || !Number.isInteger(value)) {
    fail(violations, path, "type", "integer", value);
  } else if (value < 1) {
    fail(violations, path, "minimum", "number at least 1", value);
  }
}`);
});

test("patterns are compiled once, outside of the function", () => {
  const { imports } = setup();
  const { code } = emitInlineCheck("checkName", { pattern: "^[\\w-.]+/$" }, imports);
  expect(code).toContain(
    'const checkName_pattern1 = new RegExp("^[\\\\w-.]+/$");\n\nfunction checkName(',
  );
  expect(emitCheck(address, imports)).toContain("const checkAddress_pattern1 = /^\\d{5}$/u;");
});

describe("what cannot be honoured is reported, not ignored", () => {
  const cases: readonly [keyword: string, pointer: string, schema: JsonSchema][] = [
    ["$dynamicRef", "/$dynamicRef", { $dynamicRef: "#node" }],
    [
      "items",
      "/properties/a~1b/items",
      { properties: { "a/b": { items: [{ type: "string" }] as never } } },
    ],
    ["pattern", "/allOf/0/pattern", { allOf: [{ pattern: "(" }] }],
    ["patternProperties", "/patternProperties", { patternProperties: { "[": true } }],
    [
      "unevaluatedItems",
      "/unevaluatedItems",
      { unevaluatedItems: false, contains: { type: "string" } },
    ],
    ["dependencies", "/dependencies", { dependencies: { a: ["b"] } }],
  ];
  test.each(cases)("%s", (keyword, pointer, schema) => {
    const { imports, scope } = setup();
    expect(unsupportedIn(schema, scope, null)).toMatchObject([{ unsupported: keyword, pointer }]);
    expect(() => emitInlineCheck("checkIt", schema, imports)).toThrow(keyword);
  });

  test("a schema that is an alternative of itself", () => {
    const a = node("A", { oneOf: [{ $ref: "shared.yaml#/B" }, { type: "string" }] });
    const b = node("B", { anyOf: [{ $ref: "shared.yaml#/A" }, { type: "null" }] });
    const { scope } = setup(a, b);
    expect(unsupportedIn(a.schema, scope, a.id)).toMatchObject([{ unsupported: "$ref" }]);
    expect(unsupportedIn(address.schema, scope, address.id)).toEqual([]);
  });
});
