import fc from "fast-check";
import { schema } from "../schemas/arbitrary.ts";
import type { Schema, SchemaObject } from "../schemas/json-schema.ts";
import type { MemoryFiles } from "../support/memory-tree.ts";
import { inFiles } from "./split-files.ts";
import { createShelf, mixed, type Shelf, type Style, written } from "./style.ts";

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: Schema;
}

interface Operation {
  readonly method: string;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | null;
  readonly responses: readonly { readonly status: string; readonly schema: Schema | null }[];
  readonly security: readonly string[] | null;
}

/** What a REST interface says, apart from how its document is written. */
export interface RestContract {
  readonly definitions: { readonly A: Schema; readonly B: Schema };
  readonly paths: readonly {
    readonly segments: readonly string[];
    readonly operations: readonly Operation[];
  }[];
}

const some = schema(2, true);

const parameter = fc.record({
  name: fc.constantFrom("limit", "sort", "X-Trace", "since"),
  in: fc.constantFrom("query", "header", "cookie"),
  required: fc.boolean(),
  schema: schema(1, true),
});

const operation = fc.record({
  method: fc.constantFrom("get", "post", "put", "patch", "delete"),
  parameters: fc.uniqueArray(parameter, {
    maxLength: 3,
    selector: (one) => `${one.in} ${one.name}`,
  }),
  body: fc.option(some),
  responses: fc.uniqueArray(
    fc.record({
      status: fc.constantFrom("200", "201", "4XX", "404", "default"),
      schema: fc.option(some),
    }),
    { minLength: 1, maxLength: 3, selector: ({ status }) => status },
  ),
  security: fc.option(fc.uniqueArray(fc.constantFrom("token", "key"), { maxLength: 2 })),
});

const paths = [
  ["things"],
  ["things", "*"],
  ["things", "*", "parts"],
  ["things", "*", "parts", "*"],
];

/** Interfaces of a few operations. */
export const restContract: fc.Arbitrary<RestContract> = fc.record({
  definitions: fc.record({ A: schema(1, false), B: schema(2, false) }),
  paths: fc.uniqueArray(
    fc.record({
      segments: fc.constantFrom(...paths),
      operations: fc.uniqueArray(operation, {
        minLength: 1,
        maxLength: 2,
        selector: ({ method }) => method,
      }),
    }),
    { minLength: 1, maxLength: 3, selector: ({ segments }) => segments.join("/") },
  ),
});

/** A document of version 3.1 that says it, in a style. */
export function writeOpenapi(contract: RestContract, style: Style): MemoryFiles {
  const { random, names } = style;
  const shelf = createShelf(style);
  const written = contract.paths.map((path) => writePath(path, shelf, style));
  const { A, B } = contract.definitions;
  const document = {
    openapi: "3.1.0",
    info: { title: "Things", version: "1.0.0", description: `Told ${random.below(9)} ways.` },
    paths: mixed(Object.fromEntries(written), random),
    components: {
      ...shelf.sections,
      schemas: mixed({ [names.A]: definition(A, style), [names.B]: definition(B, style) }, random),
      securitySchemes: {
        token: { type: "http", scheme: "bearer" },
        key: { type: "apiKey", in: "header", name: "X-Key" },
      },
    },
  };
  return inFiles("openapi", mixed<unknown>(document, random), random);
}

function definition(schema: Schema, style: Style): SchemaObject {
  return written(schema, style) as SchemaObject;
}

function writePath(
  { segments, operations }: RestContract["paths"][number],
  shelf: Shelf,
  style: Style,
): readonly [string, SchemaObject] {
  const { random } = style;
  const placeholders = segments.flatMap((segment, index) =>
    segment === "*" ? [`id${random.below(9)}${index}`] : [],
  );
  const left = [...placeholders];
  const path = segments.map((one) => (one === "*" ? `{${left.shift()}}` : one)).join("/");
  const ids = placeholders.map((name) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  const atPath = random.oneIn(2);
  const idsAt = (here: boolean) => (here ? ids.map((id) => shelf.place("parameters", id)) : []);
  const item = {
    ...(atPath ? { parameters: idsAt(true) } : {}),
    ...Object.fromEntries(
      operations.map((operation) => [
        operation.method,
        writeOperation(operation, idsAt(!atPath), shelf, style),
      ]),
    ),
  };
  return [`/${path}`, mixed<unknown>(item, random)];
}

function writeOperation(
  { parameters, body, responses, security }: Operation,
  ids: readonly SchemaObject[],
  shelf: Shelf,
  style: Style,
): SchemaObject {
  const { random } = style;
  const content = (schema: Schema) => ({ "application/json": { schema: written(schema, style) } });
  const own = parameters.map((parameter) =>
    shelf.place("parameters", { ...parameter, schema: written(parameter.schema, style) }),
  );
  const bodyPart =
    body === null
      ? {}
      : { requestBody: shelf.place("requestBodies", { required: true, content: content(body) }) };
  const responsePart = responses.map(({ status, schema }) => {
    const described = { description: `Told ${random.below(9)} ways.` };
    const response = schema === null ? described : { ...described, content: content(schema) };
    return [status, shelf.place("responses", response)] as const;
  });
  return mixed<unknown>(
    {
      parameters: random.oneIn(2) ? [...ids, ...own] : [...own.reverse(), ...ids],
      ...bodyPart,
      responses: mixed(Object.fromEntries(responsePart), random),
      ...(security === null ? {} : { security: security.map((name) => ({ [name]: [] })) }),
    },
    random,
  );
}
