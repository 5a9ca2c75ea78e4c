import { expect, test } from "vitest";
import { createSchemaComparer } from "../schema/compare-schemas.ts";
import type { ContractTree } from "../tree.ts";
import { compareAsyncapi } from "./compare-asyncapi.ts";
import { documentTree } from "./testing/document-tree.ts";

const rules = (old: ContractTree, now: ContractTree) =>
  compareAsyncapi(old, now, createSchemaComparer(old, now)).map(({ rule }) => rule);

/** Beside `$ref`, draft-07 reads nothing; 2020-12 reads it all. */
const referring = (size: number, file = "") =>
  `{ $ref: "${file}#/components/schemas/Name", maxLength: ${size} }`;
const formats = {
  none: "",
  draft07: "application/schema+json;version=draft-07",
  modern: "application/schema+json;version=2020-12",
  modernYaml: "application/schema+yaml; version=draft/2020-12",
  openapi30: "application/vnd.oai.openapi;version=3.0.3",
  openapi31: "application/vnd.oai.openapi;version=3.1.0",
  asyncapi: "application/vnd.aai.asyncapi+json;version=3.0.0",
};
type Format = keyof typeof formats;

function version3(format: Format, schema: string): string {
  const payload =
    format === "none" ? schema : `{ schemaFormat: "${formats[format]}", schema: ${schema} }`;
  return `
asyncapi: 3.0.0
channels: { names: { address: names, messages: { name: { name: name, payload: ${payload} } } } }
operations: { get: { action: receive, channel: { $ref: "#/channels/names" } } }
components: { schemas: { Name: { type: string } } }
`;
}

function version2(format: Format, schema: string): string {
  const beside = format === "none" ? "" : `schemaFormat: "${formats[format]}", `;
  return `
asyncapi: 2.6.0
channels: { names: { publish: { message: { name: name, ${beside}payload: ${schema} } } } }
components: { schemas: { Name: { type: string } } }
`;
}

test.each([
  ["none", false],
  ["draft07", false],
  ["modern", true],
  ["modernYaml", true],
  ["openapi30", false],
  ["openapi31", true],
  ["asyncapi", false],
] as const)("what stands beside a reference counts by the schema format: %s", (format, counts) => {
  for (const write of [version3, version2]) {
    const [old, now] = [20, 10].map((size) =>
      documentTree({ "asyncapi.yaml": write(format, referring(size)) }),
    ) as [ContractTree, ContractTree];
    expect(rules(old, now)).toEqual(counts ? ["asyncapi/payload-max-length-lowered"] : []);
  }
});

test("files behind a schema have its format, unless they name a dialect", () => {
  const tree = (size: number, format: Format, head = "") =>
    documentTree({
      "asyncapi.yaml": version3(format, '{ $ref: "name.yaml" }'),
      "name.yaml": `${head}type: object\nproperties: { name: { $ref: "#/$defs/Name", maxLength: ${size} } }\n$defs: { Name: { type: string } }\n`,
    });
  const draft = "$schema: http://json-schema.org/draft-07/schema#\n";
  const modern = "$schema: https://json-schema.org/draft/2020-12/schema\n";
  const found = (format: Format, head = "") =>
    rules(tree(20, format, head), tree(10, format, head));
  expect(found("none")).toEqual([]);
  expect(found("modern")).toEqual(["asyncapi/payload-max-length-lowered"]);
  expect(found("modern", draft)).toEqual([]);
  expect(found("none", modern)).toEqual(["asyncapi/payload-max-length-lowered"]);
});
