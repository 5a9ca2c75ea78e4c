import type { Model, RestOperationNode } from "../model/model.ts";
import { pascalCase, requestTypeName, resultTypeName } from "../names.ts";
import { createSchemaScope, type SchemaScope } from "../schema/scope.ts";
import { array, interfaceOf, layOut, raw } from "./code.ts";
import type { ImportCollector } from "./imports.ts";
import { docComment, stringLiteral } from "./literals.ts";
import { moduleFile } from "./module.ts";
import { definitionName, memberName } from "./names.ts";
import type { EmitOptions, OutputFile } from "./output.ts";
import { lineWidth, list } from "./printer.ts";
import { hasOwnInput, inputName, inputType, needsNoInput } from "./rest-input.ts";
import { type Success, successesOf } from "./rest-shape.ts";
import { dataType, itemType } from "./rest-types.ts";

/** The typed client of all operations; none where the contracts have no REST. */
export function emitRestClient(model: Model, emit: EmitOptions): readonly OutputFile[] {
  const { restApi, restOperations } = model;
  if (restApi === null || restOperations.length === 0) return [];
  const { type, create } = clientNames(model);
  const inputs = (scope: SchemaScope) =>
    restOperations.filter((operation) => hasOwnInput(operation, scope));
  const module = clientModule(model);
  const declared = inputs(createSchemaScope(model.schemas, module)).map(inputName);
  const file = moduleFile({
    model,
    module,
    emit,
    declared: [type, create, "api", "operations", ...declared],
    origins: [restApi, ...restOperations].map(({ origin }) => origin),
    body: (imports) => [
      ...inputs(imports.scope).map((operation) =>
        inputType(operation, requestName(operation, imports), imports.scope),
      ),
      clientInterface(model, imports),
      clientFunction(model, imports),
    ],
  });
  return [file];
}

/** Output module of the client. */
export function clientModule(model: Model): string {
  const modules = [...model.restOperations, ...model.schemas].map(({ module }) => module);
  return modules.includes("rest/client") ? "rest/rest-client" : "rest/client";
}

/** Names of the client's type and of the function that makes one, from the title of the API. */
export function clientNames(model: Model): { readonly type: string; readonly create: string } {
  const title = (model.restApi?.name ?? "").replace(/\b(rest |http )?(api|client)$/i, "");
  const name = pascalCase(title) || pascalCase(model.name);
  return { type: `${name}Client`, create: `create${name}Client` };
}

function clientInterface(model: Model, imports: ImportCollector): string {
  const methods = model.restOperations.map((operation) => clientMethod(operation, imports));
  const doc =
    "/** The operations of the API as functions; whatever goes wrong is a `BerrysError`. */";
  return `${doc}\n${interfaceOf(clientNames(model).type, methods)}`;
}

function clientMethod(operation: RestOperationNode, imports: ImportCollector): string {
  const input = hasOwnInput(operation, imports.scope)
    ? inputName(operation)
    : requestName(operation, imports);
  const args = [
    `input${needsNoInput(operation) ? "?" : ""}: ${input}`,
    `options?: ${imports.runtimeType("RestCallOptions")}`,
  ];
  const head = `${memberName(operation)}(`;
  const doc = docComment(summary(operation), lineWidth - 2);
  const code = list(head, args, `): ${answerType(operation, imports)};`, 2);
  return doc === "" ? code : `${doc}\n${code}`;
}

function requestName(operation: RestOperationNode, imports: ImportCollector): string {
  return imports.type(operation.module, requestTypeName(operation.typeName));
}

/** First paragraph of the description; the rest stands on the definition. */
function summary({ doc, deprecated }: RestOperationNode): string {
  const first = doc.trim().split(/\n\s*\n/, 1)[0] ?? "";
  return deprecated ? `${first}\n@deprecated`.trim() : first;
}

function answerType(operation: RestOperationNode, imports: ImportCollector): string {
  const successes = successesOf(operation);
  const result = () => imports.type(operation.module, resultTypeName(operation.typeName));
  const stream = successes.find(({ shape }) => shape === "stream");
  if (stream !== undefined) return successes.length === 1 ? result() : dataType(stream, imports);
  const types = successes.map((success) =>
    successes.length === 1 && (success.shape === "envelope" || success.shape === "plain")
      ? result()
      : replyData(success, imports),
  );
  return `Promise<${imports.runtimeType("RestReply")}<${[...new Set(types)].join(" | ")}>>`;
}

function replyData(success: Success, imports: ImportCollector): string {
  if (success.shape === "empty") return "undefined";
  if (success.shape !== "page") return dataType(success, imports);
  const item = itemType(success, imports);
  return /^[\w$.]+$/.test(item) ? `readonly ${item}[]` : `ReadonlyArray<${item}>`;
}

function clientFunction(model: Model, imports: ImportCollector): string {
  const { type, create } = clientNames(model);
  const { basePath = "", version = "" } = model.restApi ?? {};
  const operations = model.restOperations.map((operation) =>
    raw(imports.value(operation.module, definitionName(operation))),
  );
  const api = `{ basePath: ${stringLiteral(basePath)}, version: ${stringLiteral(version)} }`;
  return [
    `const api: ${imports.runtimeType("RestApiDefinition")} = ${api};`,
    "",
    layOut("const operations = ", array(operations), ";"),
    "",
    "/** Calls the API from a browser or from Node. */",
    `export function ${create}(options: ${imports.runtimeType("RestClientOptions")}): ${type} {`,
    `  return ${imports.runtimeValue("createRestClient")}<${type}>(options, api, operations);`,
    "}",
  ].join("\n");
}
