import type {
  JsonSchema,
  JsonSchemaObject,
  RestOperationNode,
  RestParameter,
} from "../model/model.ts";
import { requestTypeName, resultTypeName } from "../names.ts";
import { typeOf } from "../schema/emit-type.ts";
import type { SchemaScope } from "../schema/scope.ts";
import { interfaceOf, union } from "./code.ts";
import type { ImportCollector } from "./imports.ts";
import { mergedSchema } from "./rest-schema.ts";
import { type Content, contentOf, type Success, successesOf } from "./rest-shape.ts";

/** Places of parameters and the member of a request that holds them. */
export const parameterGroups = [
  ["params", "path"],
  ["query", "query"],
  ["headers", "header"],
  ["cookies", "cookie"],
] as const;

/** Type of what a handler gets: defaults are filled in, a group with parameters is always there. */
export function requestType(operation: RestOperationNode, imports: ImportCollector): string {
  const members = parameterGroups.flatMap(([group, place]) => {
    const parameters = operation.parameters.filter((parameter) => parameter.in === place);
    if (parameters.length === 0) return [];
    return [
      `readonly ${group}: ${typeOf(groupSchema(parameters, imports.scope), imports, { column: 2 })};`,
    ];
  });
  return interfaceOf(requestTypeName(operation.typeName), [
    ...members,
    ...bodyMember(operation, imports),
  ]);
}

/** Whether every request has a value for a parameter. */
export function isAlwaysSent(parameter: RestParameter): boolean {
  return parameter.required || parameter.in === "path";
}

/** Type of what a handler returns. */
export function resultType(operation: RestOperationNode, imports: ImportCollector): string {
  const [first, ...others] = successesOf(operation);
  if (first === undefined) return "";
  const members = [
    dataType(first, imports),
    ...others.map(
      (other) => `${imports.runtimeType("Reply")}<${other.status}, ${dataType(other, imports)}>`,
    ),
  ];
  return union(`export type ${resultTypeName(operation.typeName)} =`, members, ";");
}

/** Type of one success: the data alone for an envelope, the body for anything else. */
export function dataType(success: Success, imports: ImportCollector): string {
  switch (success.shape) {
    case "empty":
      return "void";
    case "stream":
      return `AsyncIterable<${contentType(success.content, imports)}>`;
    case "page":
      return `${imports.runtimeType("Page")}<${itemType(success, imports)}>`;
    case "envelope":
      return typeOf(success.response?.data ?? true, imports);
    case "plain":
      return contentType(success.content, imports);
  }
}

/** Type of an item of a page. */
export function itemType(success: Success, imports: ImportCollector): string {
  const list = mergedSchema(success.response?.data ?? true, imports.scope);
  return typeOf(list.items ?? true, imports);
}

/** The media types of a request's body; the first is what the client sends. */
export function bodyContents(operation: RestOperationNode): readonly Content[] {
  return Object.entries(operation.body?.content ?? {}).map(([mediaType, schema]) =>
    contentOf(mediaType, schema),
  );
}

/** Whether the runtime fills a parameter in where it is absent. */
export function hasDefault(parameter: RestParameter, scope: SchemaScope): boolean {
  return mergedSchema(parameter.schema, scope).default !== undefined;
}

function bodyMember(operation: RestOperationNode, imports: ImportCollector): readonly string[] {
  if (operation.body === null) return [];
  const types = new Set(bodyContents(operation).map((content) => contentType(content, imports)));
  const type = types.size === 0 ? "unknown" : [...types].join(" | ");
  return [`readonly body${operation.body.required ? "" : "?"}: ${type};`];
}

function contentType(content: Content | null, imports: ImportCollector): string {
  switch (content?.kind) {
    case undefined:
      return "void";
    case "text":
      return "string";
    case "bytes":
      return "Uint8Array";
    case "form-data":
      return "FormData";
    case "schema":
      return typeOf(content.schema ?? true, imports, { column: 2 });
  }
}

function groupSchema(parameters: readonly RestParameter[], scope: SchemaScope): JsonSchemaObject {
  return {
    type: "object",
    properties: Object.fromEntries(
      parameters.map((parameter) => [parameter.name, documented(parameter.schema, parameter.doc)]),
    ),
    required: parameters
      .filter((parameter) => isAlwaysSent(parameter) || hasDefault(parameter, scope))
      .map(({ name }) => name),
  };
}

function documented(schema: JsonSchema, doc: string): JsonSchema {
  if (doc === "") return schema;
  return typeof schema === "boolean" ? schema : { ...schema, description: doc };
}
