import { basename } from "node:path/posix";
import { isObject, member, segmentsOf } from "../load/pointer.ts";
import { child, children, isAlias, type Located } from "../load/reference.ts";
import { bodyTypeName, moduleName, pascalCase, responseTypeName, typeName } from "../names.ts";
import { bundleOpenApi } from "./bundle-openapi.ts";
import { type BuildContext, docOf, get, layered, ownerOf, raw, textOf } from "./context.ts";
import { readEnvelope } from "./envelope.ts";
import { type Method, methods } from "./methods.ts";
import type {
  JsonSchema,
  RestApiNode,
  RestOperationNode,
  RestParameter,
  RestResponse,
} from "./model.ts";
import { readConventions } from "./rest-conventions.ts";

/** The OpenAPI part of the model. */
export interface OpenApiPart {
  readonly restApi: RestApiNode;
  readonly restOperations: readonly RestOperationNode[];
}

const idempotentMethods: ReadonlySet<string> = new Set([
  "get",
  "put",
  "delete",
  "head",
  "options",
  "trace",
]);

/** Reads an OpenAPI 3.0 or 3.1 document. */
export function buildOpenApi(ctx: BuildContext, root: Located): OpenApiPart {
  const restOperations = children(child(root, "paths")).flatMap(([path, node]) => {
    const item = ctx.resolver.deref(node);
    if (item === null || !isObject(item.value) || path.startsWith("x-")) return [];
    return children(item).flatMap(([key, operation]) => {
      const method = methods.find((candidate) => candidate === key);
      return method === undefined || !isObject(operation.value)
        ? []
        : buildOperation(ctx, { root, path, item, method, operation });
    });
  });
  return { restApi: buildApi(ctx, root), restOperations };
}

function buildApi(ctx: BuildContext, root: Located): RestApiNode {
  const info = child(root, "info");
  const schemes = member(child(root, "components").value, "securitySchemes");
  return {
    kind: "rest-api",
    name: textOf(info, "title", "api"),
    doc: docOf(info),
    origin: { file: root.file, pointer: "" },
    version: textOf(info, "version"),
    basePath: basePathOf(child(child(root, "servers"), 0)),
    securitySchemes: isObject(schemes) ? schemes : {},
    document: bundleOpenApi(ctx.resolver, root),
  };
}

function basePathOf(server: Located): string {
  const url = textOf(server, "url").replace(/\{([^}]+)\}/g, (_, name: string) =>
    String(member(member(member(server.value, "variables"), name), "default") ?? ""),
  );
  return url
    .replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*|^\/\/[^/]*/i, "")
    .replace(/^(?=[^/])/, "/")
    .replace(/\/+$/, "");
}

interface Place {
  readonly root: Located;
  readonly path: string;
  readonly item: Located;
  readonly method: Method;
  readonly operation: Located;
}

function buildOperation(ctx: BuildContext, place: Place): readonly RestOperationNode[] {
  const { root, path, item, method, operation } = place;
  const operationId =
    textOf(operation, "operationId") || `${method} ${path.replaceAll("{", " by ")}`;
  const name = pascalCase(operationId);
  const module = `rest/${moduleName(basename(operation.file).replace(/\.[^.]+$/, ""))}`;
  if (!ctx.fileModules.has(operation.file)) ctx.fileModules.set(operation.file, module);
  const layers = [operation, item];
  const service = ownerOf(ctx, [operation, item, root]);
  if (service === null) {
    const message = `The operation \`${method.toUpperCase()} ${path}\` belongs to no service.`;
    ctx.report("model/unowned", message, operation, {
      hint: "add `x-berrys-service: <id>` to the operation, its path, or the top of the document",
    });
    return [];
  }
  const timeout = layered(layers, "x-berrys-timeout");
  const idempotent = layered(layers, "x-berrys-idempotent");
  const location = layered(layers, "x-berrys-location");
  const tags = member(operation.value, "tags");
  const parameters = readParameters(ctx, item, operation);
  const body = readBody(ctx, operation, { name, module });
  const responses = readResponses(ctx, operation, { name, module });
  const roles = rolesOf(layers, operation);
  return [
    {
      kind: "rest-operation",
      name: textOf(operation, "operationId") || lowerFirst(name),
      doc: docOf(operation),
      origin: { file: operation.file, pointer: operation.pointer },
      operationId: textOf(operation, "operationId") || lowerFirst(name),
      typeName: typeName(operationId),
      method,
      path,
      service,
      parameters,
      body,
      responses,
      roles,
      timeoutMs: typeof timeout === "number" ? timeout : null,
      idempotent: typeof idempotent === "boolean" ? idempotent : idempotentMethods.has(method),
      location: typeof location === "string" ? location : null,
      ...readConventions([operation, item, root], { method, roles, responses }),
      tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === "string") : [],
      deprecated: member(operation.value, "deprecated") === true,
      module,
    },
  ];
}

function lowerFirst(name: string): string {
  return name.slice(0, 1).toLowerCase() + name.slice(1);
}

function rolesOf(layers: readonly Located[], operation: Located): readonly string[] | null {
  const roles = layered(layers, "x-berrys-roles");
  if (Array.isArray(roles)) return roles.filter((role) => typeof role === "string");
  const security = member(operation.value, "security");
  return Array.isArray(security) && security.length === 0 ? [] : null;
}

/** Parameters of the path item, replaced by those of the operation with the same name and place. */
export function locateParameters(
  ctx: BuildContext,
  item: Located,
  operation: Located,
): readonly Located[] {
  const found = new Map<string, Located>();
  for (const owner of [item, operation]) {
    for (const [, node] of children(child(owner, "parameters"))) {
      const parameter = ctx.resolver.deref(node);
      if (parameter !== null && isObject(parameter.value)) {
        found.set(`${textOf(parameter, "in")} ${textOf(parameter, "name")}`, parameter);
      }
    }
  }
  return [...found.values()];
}

function readParameters(
  ctx: BuildContext,
  item: Located,
  operation: Located,
): readonly RestParameter[] {
  return locateParameters(ctx, item, operation).flatMap((node) => {
    const place = textOf(node, "in");
    if (place !== "path" && place !== "query" && place !== "header" && place !== "cookie")
      return [];
    const style = textOf(
      node,
      "style",
      place === "query" || place === "cookie" ? "form" : "simple",
    );
    const explode = member(node.value, "explode");
    return [
      {
        name: textOf(node, "name"),
        in: place,
        required: place === "path" || member(node.value, "required") === true,
        doc: docOf(node),
        schema: parameterSchema(ctx, node),
        explode: typeof explode === "boolean" ? explode : style === "form",
        style,
      },
    ];
  });
}

function parameterSchema(ctx: BuildContext, node: Located): JsonSchema {
  const schema = raw(node, "schema");
  if (schema !== null) return ctx.schemas.inline(schema);
  const [content] = children(child(node, "content"));
  const inner = content === undefined ? null : raw(content[1], "schema");
  return inner === null ? true : ctx.schemas.inline(inner);
}

interface Naming {
  readonly name: string;
  readonly module: string;
}

function readBody(
  ctx: BuildContext,
  operation: Located,
  { name, module }: Naming,
): RestOperationNode["body"] {
  const body = get(ctx, operation, "requestBody");
  if (body === null) return null;
  const content = readContent(ctx, body, { name: bodyTypeName(name), module });
  const known = Object.entries(content).map(([type, schema]) => [type, schema ?? true] as const);
  return { required: member(body.value, "required") === true, content: Object.fromEntries(known) };
}

function readContent(
  ctx: BuildContext,
  node: Located,
  suggestion: Naming,
): Readonly<Record<string, JsonSchema | null>> {
  const entries = children(child(node, "content")).map(([type, media], index) => {
    const target = ctx.resolver.deref(media);
    const schema = target === null ? null : raw(target, "schema");
    const name = index === 0 ? suggestion.name : `${suggestion.name}${pascalCase(type)}`;
    return [
      type,
      schema === null ? null : rootSchema(ctx, schema, { ...suggestion, name }),
    ] as const;
  });
  return Object.fromEntries(entries);
}

function rootSchema(ctx: BuildContext, node: Located, suggestion: Naming): JsonSchema {
  const id = ctx.schemas.root(node, suggestion);
  return id === null ? true : { $ref: id };
}

function readResponses(
  ctx: BuildContext,
  operation: Located,
  { name, module }: Naming,
): readonly RestResponse[] {
  const responses = children(child(operation, "responses")).filter(([status]) =>
    /^([1-5](\d\d|XX)|default)$/i.test(status),
  );
  const success = responses.find(([status]) => status.startsWith("2"))?.[0];
  return responses.flatMap(([status, node]) => {
    const response = ctx.resolver.deref(node);
    if (response === null) return [];
    const typeName = isAlias(node.value)
      ? `${pascalCase(segmentsOf(response.pointer).at(-1) ?? "")}Response`
      : responseTypeName(name, status === success ? "" : status);
    const shared = isAlias(node.value) ? (ctx.fileModules.get(response.file) ?? module) : module;
    const content = readContent(ctx, response, { name: typeName, module: shared });
    return [
      {
        status,
        doc: docOf(response),
        headers: readHeaders(ctx, response),
        content,
        ...readData(ctx, response),
      },
    ];
  });
}

function readHeaders(ctx: BuildContext, response: Located): RestResponse["headers"] {
  return children(child(response, "headers")).flatMap(([name, node]) => {
    const header = ctx.resolver.deref(node);
    if (header === null) return [];
    return [
      {
        name,
        required: member(header.value, "required") === true,
        schema: parameterSchema(ctx, header),
      },
    ];
  });
}

function readData(ctx: BuildContext, response: Located): Pick<RestResponse, "data" | "paged"> {
  for (const [type, media] of children(child(response, "content"))) {
    if (!/\bjson\b/.test(type)) continue;
    const schema = raw(media, "schema");
    const envelope = schema === null ? null : readEnvelope(ctx, schema);
    if (envelope === null || (envelope.kind !== "response" && envelope.kind !== "page")) continue;
    return {
      data: envelope.data === null ? true : ctx.schemas.inline(envelope.data),
      paged: envelope.kind === "page",
    };
  }
  return { data: null, paged: false };
}
