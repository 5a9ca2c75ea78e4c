import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { modelOf } from "../load/testing/workspace.ts";

const root = join(import.meta.dirname, "../../..");

async function bundled(files: Readonly<Record<string, string>>): Promise<unknown> {
  const { model } = await modelOf({
    "berrys.yaml": "name: shop\ncontracts: { openapi: openapi.yaml }\n",
    ...files,
  });
  return model.restApi?.document;
}

test("path items stand where they are referred to, the rest moves to components", async () => {
  const document = await bundled({
    "openapi.yaml": `openapi: 3.1.0
info: { title: Shop, version: "1" }
paths:
  /things: { $ref: "parts/things.yaml#/paths/~1things" }
components:
  schemas:
    Aliased: { $ref: "parts/schemas.yaml#/Aliased" }
    Thing: { type: string }
`,
    "parts/things.yaml": `paths:
  /things:
    post:
      operationId: addThing
      parameters: [{ $ref: "schemas.yaml#/limit" }]
      requestBody:
        content:
          application/json:
            schema: { $ref: schemas.yaml#/Thing }
            examples: { one: { $ref: "schemas.yaml#/examples/one" } }
      responses:
        "200": { $ref: "schemas.yaml#/Done", description: It is done. }
`,
    "parts/schemas.yaml": `Thing:
  type: object
  properties:
    parent: { $ref: "#/Thing" }
    default: { $ref: "#/Aliased" }
    $ref: { type: string }
  example: { parent: { $ref: "#/Thing" } }
  oneOf: [{ $ref: "#/Aliased" }]
  discriminator: { propertyName: kind, mapping: { a: "schemas.yaml#/Aliased", b: Thing } }
Aliased: { type: object, required: [kind], properties: { kind: { type: string } } }
limit: { name: limit, in: query, schema: { type: integer } }
Done: { description: Done, content: { application/json: { schema: { $ref: "#/Thing" } } } }
examples: { one: { value: { $ref: "#/Thing" } } }
`,
  });
  expect(document).toEqual({
    openapi: "3.1.0",
    info: { title: "Shop", version: "1" },
    paths: {
      "/things": {
        post: {
          operationId: "addThing",
          parameters: [{ $ref: "#/components/parameters/limit" }],
          requestBody: {
            content: {
              "application/json": {
                schema: { $ref: "#/components/schemas/Thing_2" },
                examples: { one: { $ref: "#/components/examples/one" } },
              },
            },
          },
          responses: {
            "200": { $ref: "#/components/responses/Done", description: "It is done." },
          },
        },
      },
    },
    components: {
      schemas: {
        Aliased: { type: "object", required: ["kind"], properties: { kind: { type: "string" } } },
        Thing: { type: "string" },
        Thing_2: {
          type: "object",
          properties: {
            parent: { $ref: "#/components/schemas/Thing_2" },
            default: { $ref: "#/components/schemas/Aliased" },
            $ref: { type: "string" },
          },
          // What an example says is nobody's reference.
          example: { parent: { $ref: "#/Thing" } },
          oneOf: [{ $ref: "#/components/schemas/Aliased" }],
          discriminator: {
            propertyName: "kind",
            mapping: { a: "#/components/schemas/Aliased", b: "Thing" },
          },
        },
      },
      parameters: { limit: { name: "limit", in: "query", schema: { type: "integer" } } },
      examples: { one: { value: { $ref: "#/Thing" } } },
      responses: {
        Done: {
          description: "Done",
          content: { "application/json": { schema: { $ref: "#/components/schemas/Thing_2" } } },
        },
      },
    },
  });
});

test("a path item that leads to itself through a callback ends", async () => {
  const document = await bundled({
    "openapi.yaml": `openapi: 3.1.0
info: { title: Shop, version: "1" }
paths:
  /a: { $ref: "a.yaml" }
`,
    "a.yaml": `post:
  operationId: a
  responses: { "204": { description: Done } }
  callbacks: { again: { "{$request.body#/url}": { $ref: "a.yaml" } } }
`,
  });
  expect(JSON.stringify(document)).toContain('"$ref":"a.yaml"');
});

test("every reference of the platform's document leads to its own components", () => {
  const text = readFileSync(join(root, "generated/rest/openapi.json"), "utf8");
  const document = JSON.parse(text) as { components: Record<string, Record<string, unknown>> };
  const refs = new Set([...text.matchAll(/"\$ref": "([^"]+)"/g)].map(([, ref = ""]) => ref));
  const missing = [...refs].filter((ref) => {
    const [, kind = "", name = ""] = /^#\/components\/(\w+)\/([\w.-]+)$/.exec(ref) ?? [];
    return document.components[kind]?.[name] === undefined;
  });
  expect(missing).toEqual([]);
});
