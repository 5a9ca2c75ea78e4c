import type { JsonSchema, Model, RestOperationNode, RestParameter } from "../model/model.ts";
import { pascalCase, requestTypeName, resultTypeName } from "../names.ts";
import type { SchemaScope } from "../schema/scope.ts";
import { array, type Code, layOut, object, value } from "./code.ts";
import type { ImportCollector } from "./imports.ts";
import { docComment } from "./literals.ts";
import { emitSchemaNodes, schemaNames } from "./messages.ts";
import { moduleFile, sourced } from "./module.ts";
import { definitionName, memberName } from "./names.ts";
import type { EmitOptions, OutputFile } from "./output.ts";
import { createRestChecks, type RestChecks } from "./rest-checks.ts";
import { emitRestClient } from "./rest-client.ts";
import { emitRestDocument } from "./rest-document.ts";
import { fieldsOf } from "./rest-fields.ts";
import { mergedSchema, textTypeOf } from "./rest-schema.ts";
import { errorsOf, type Success, successesOf } from "./rest-shape.ts";
import { bodyContents, requestType, resultType } from "./rest-types.ts";

/** `rest/<file>.ts`: requests, results and definitions of operations; `rest/client.ts`: the typed client. */
export function emitRest(model: Model, options: EmitOptions): readonly OutputFile[] {
  const modules = new Set([
    ...model.restOperations.map(({ module }) => module),
    ...model.schemas.map(({ module }) => module).filter((module) => module.startsWith("rest/")),
  ]);
  const files = [...modules].map((module) => emitModule(model, module, options));
  return [...files, ...emitRestClient(model, options), ...emitRestDocument(model)];
}

function emitModule(model: Model, module: string, emit: EmitOptions): OutputFile {
  const schemas = model.schemas.filter((schema) => schema.module === module);
  const operations = model.restOperations.filter((operation) => operation.module === module);
  return moduleFile({
    model,
    module,
    emit,
    declared: [...schemaNames(schemas), ...operations.flatMap(operationNames)],
    origins: [...schemas, ...operations].map(({ origin }) => origin),
    body: (imports) => [
      ...emitSchemaNodes(schemas, imports),
      ...operations.flatMap((operation) => emitOperation(operation, imports)),
    ],
  });
}

function operationNames(operation: RestOperationNode): readonly string[] {
  const { typeName } = operation;
  return [requestTypeName(typeName), resultTypeName(typeName), definitionName(operation)];
}

function emitOperation(operation: RestOperationNode, imports: ImportCollector): readonly string[] {
  const deprecated = operation.deprecated ? "\n@deprecated" : "";
  const doc = docComment(sourced(operation.doc, operation.operationId) + deprecated);
  const type = imports.runtimeType("RestOperationDefinition");
  const head = `export const ${definitionName(operation)}: ${type} = `;
  const checks = createRestChecks(imports);
  const definition = operationDefinition(operation, checks, imports.scope);
  return [
    requestType(operation, imports),
    resultType(operation, imports),
    ...checks.code,
    `${doc}\n${layOut(head, definition, ";")}`,
  ];
}

function operationDefinition(
  operation: RestOperationNode,
  checks: RestChecks,
  scope: SchemaScope,
): Code {
  const name = memberName(operation);
  const parameters = operation.parameters.map((parameter) =>
    parameterDefinition(name, parameter, checks, scope),
  );
  const success = successesOf(operation).map((success) => successDefinition(name, success, checks));
  return object([
    ["operationId", value(name)],
    ["method", value(operation.method.toUpperCase())],
    ["path", value(operation.path)],
    ["service", value(operation.service)],
    ["parameters", array(parameters)],
    ["body", bodyDefinition(operation, checks)],
    ["success", array(success)],
    ["errors", value(errorsOf(operation))],
    ["roles", value(operation.roles)],
    ["timeoutMs", value(operation.timeoutMs)],
    ["idempotent", value(operation.idempotent)],
    ["location", value(operation.location)],
    ...conventions(operation, scope),
  ]);
}

/** Members that only some definitions have. */
function conventions(
  operation: RestOperationNode,
  scope: SchemaScope,
): readonly (readonly [string, Code])[] {
  const { rateLimit, cache, etag } = operation;
  const fields = fieldsOf(operation, scope);
  const members: readonly (readonly [string, unknown])[] = [
    ["rateLimit", rateLimit],
    ["cache", cache],
    ["etag", etag],
    ["fields", fields],
  ];
  return members.flatMap(([name, member]) =>
    member === undefined || member === null ? [] : [[name, value(member)] as const],
  );
}

function parameterDefinition(
  operation: string,
  parameter: RestParameter,
  checks: RestChecks,
  scope: SchemaScope,
): Code {
  const merged = mergedSchema(parameter.schema, scope);
  const type = textTypeOf(parameter.schema, scope);
  const members: (readonly [string, Code])[] = [
    ["name", value(parameter.name)],
    ["in", value(parameter.in)],
    ["required", value(parameter.required || parameter.in === "path")],
    ["type", value(type)],
  ];
  if (type === "array") members.push(["itemType", value(itemTypeOf(merged.items ?? true, scope))]);
  members.push(["style", value(parameter.style)], ["explode", value(parameter.explode)]);
  if (merged.default !== undefined) members.push(["default", value(merged.default)]);
  members.push(["check", checks.schema(operation + pascalCase(parameter.name), parameter.schema)]);
  return object(members);
}

function itemTypeOf(items: JsonSchema, scope: SchemaScope): string {
  const type = textTypeOf(items, scope);
  return type === "array" || type === "object" || type === "null" ? "any" : type;
}

function bodyDefinition(operation: RestOperationNode, checks: RestChecks): Code {
  if (operation.body === null) return value(null);
  const name = `${memberName(operation)}Body`;
  const contents = bodyContents(operation).map(
    (content) => [content.mediaType, checks.content(name, content)] as const,
  );
  return object([
    ["required", value(operation.body.required)],
    ["content", object(contents)],
  ]);
}

function successDefinition(operation: string, success: Success, checks: RestChecks): Code {
  const { status, shape, content } = success;
  return object([
    ["status", value(status)],
    ["shape", value(shape)],
    ["mediaType", value(content?.mediaType ?? null)],
    ["check", checks.content(`${operation}${status}`, content)],
  ]);
}
