import type { Place } from "../../../../compat/change.ts";
import type { Side } from "../../../../compat/side.ts";
import type { ContractTree } from "../../../../compat/tree.ts";
import { isObject, member } from "../../../../load/pointer.ts";
import { child, children, type Located } from "../../../../load/reference.ts";
import { type Method, methods } from "../../../../model/methods.ts";

/** A parameter of an operation or of its path item. */
export interface RestParameter {
  /** Name on the wire; an empty text where it is missing. */
  readonly name: string;
  /** `path`, `query`, `header`, `cookie`; an empty text where it is missing. */
  readonly in: string;
  /** True for path parameters, whatever they say. */
  readonly required: boolean;
  /** Where it is declared, past references. */
  readonly node: Located;
}

/** A body in one media type. */
export interface RestContent {
  /** As it is written, parameters included. */
  readonly mediaType: string;
  /** The media type object. */
  readonly node: Located;
  /** The schema as it is written (maybe a `$ref`), null: none. */
  readonly schema: Located | null;
}

/** One response of an operation. */
export interface RestResponse {
  /** `200`, `4XX`, `default`. */
  readonly status: string;
  /** Where the operation names it. */
  readonly entry: Located;
  /** The response itself, past references. */
  readonly node: Located;
  /** Bodies by media type. */
  readonly contents: readonly RestContent[];
  /** Headers by name, past references. */
  readonly headers: ReadonlyMap<string, Located>;
}

/** One operation of `paths`. */
export interface RestOperation {
  /** `POST /projects`: what findings call it. */
  readonly label: string;
  /** In lower case. */
  readonly method: Method;
  /** Template as it is written. */
  readonly path: string;
  /** The operation object. */
  readonly node: Located;
  /** `operationId`, null where there is none. */
  readonly id: string | null;
  /** Id of the service that owns it, where `x-berrys-service` of the operation or path says so. */
  readonly service: string | null;
  /** Path item that holds it, without its operations. */
  readonly owner: Omit<RestPath, "operations">;
  /** Those of the path item too, unless the operation replaces them. */
  readonly parameters: readonly RestParameter[];
  /** The request body past references, null: none. */
  readonly body: Located | null;
  /** Request bodies by media type. */
  readonly bodyContents: readonly RestContent[];
  /** Responses in the order of the document, extensions left out. */
  readonly responses: readonly RestResponse[];
}

/** One path of `paths`. */
export interface RestPath {
  /** Template as it is written. */
  readonly path: string;
  /** Where `paths` names it. */
  readonly entry: Located;
  /** The path item past its reference. */
  readonly node: Located;
  /** In the order of the specification's methods. */
  readonly operations: readonly RestOperation[];
}

/** What the rules look at: the OpenAPI document, references followed. */
export interface RestApi {
  /** The document. */
  readonly tree: ContractTree;
  /** Paths in the order of the document. */
  readonly paths: readonly RestPath[];
  /** Operations of all paths, in order. */
  readonly operations: readonly RestOperation[];
}

const views = new WeakMap<ContractTree, RestApi>();

/** The REST API of a side, made once; null without an OpenAPI document. */
export function restApi({ openapi }: Side): RestApi | null {
  if (openapi === null) return null;
  const before = views.get(openapi);
  if (before !== undefined) return before;
  const paths = children(child(openapi.root, "paths"))
    .filter(([path]) => path.startsWith("/"))
    .map(([path, entry]) => readPath(openapi, path, entry));
  const api = { tree: openapi, paths, operations: paths.flatMap(({ operations }) => operations) };
  views.set(openapi, api);
  return api;
}

/** The place of a node, for mistakes. */
export function placeOf({ file, pointer }: Located, part: Place["part"] = "key"): Place {
  return { file, pointer, part };
}

/** A text member of an object, null where it is missing or no text. */
export function textOf(node: Located | null, key: string): string | null {
  const value = member(node?.value, key);
  return typeof value === "string" ? value : null;
}

/** True for `application/json` and types that end in `+json`. */
export function isJson(mediaType: string): boolean {
  return /^application\/([\w.-]+\+)?json\s*(;|$)/i.test(mediaType);
}

/** The JSON bodies among contents. */
export function jsonContents(contents: readonly RestContent[]): readonly RestContent[] {
  return contents.filter(({ mediaType }) => isJson(mediaType));
}

/** Responses of the 2xx class. */
export function successes({ responses }: RestOperation): readonly RestResponse[] {
  return responses.filter(({ status }) => status.startsWith("2"));
}

/** The members of a located object past their references; those whose reference leads nowhere are left out. */
export function derefChildren(
  tree: ContractTree,
  node: Located,
): readonly (readonly [key: string, node: Located, entry: Located])[] {
  return children(node).flatMap(([key, entry]) => {
    const target = tree.deref(entry);
    return target === null || !isObject(target.value) ? [] : [[key, target, entry] as const];
  });
}

function readPath(tree: ContractTree, path: string, entry: Located): RestPath {
  const node = tree.deref(entry) ?? entry;
  const bare = { path, entry, node, operations: [] };
  const operations = restOperations(tree, bare, path);
  return { ...bare, operations };
}

/** The operations of a path item, in the order of the specification. */
export function restOperations(
  tree: ContractTree,
  owner: RestPath,
  label: string,
): readonly RestOperation[] {
  return methods.flatMap((method) => {
    const at = tree.deref(child(owner.node, method));
    if (at === null || !isObject(at.value)) return [];
    return [readOperation(tree, owner, at, { method, label: `${method.toUpperCase()} ${label}` })];
  });
}

function readOperation(
  tree: ContractTree,
  owner: RestPath,
  node: Located,
  { method, label }: Pick<RestOperation, "method" | "label">,
): RestOperation {
  const body = tree.deref(child(node, "requestBody"));
  const isBody = body !== null && isObject(body.value);
  return {
    label,
    method,
    path: owner.path,
    node,
    id: textOf(node, "operationId"),
    service: textOf(node, "x-berrys-service") ?? textOf(owner.node, "x-berrys-service"),
    owner: owner,
    parameters: readParameters(tree, owner.node, node),
    body: isBody ? body : null,
    bodyContents: isBody ? readContents(tree, body) : [],
    responses: derefChildren(tree, child(node, "responses"))
      .filter(([status]) => !status.startsWith("x-"))
      .map(([status, at, entry]) => ({
        status,
        entry,
        node: at,
        contents: readContents(tree, at),
        headers: new Map(derefChildren(tree, child(at, "headers")).map(([name, to]) => [name, to])),
      })),
  };
}

function readParameters(
  tree: ContractTree,
  owner: Located,
  operation: Located,
): readonly RestParameter[] {
  const found = new Map<string, RestParameter>();
  for (const holder of [owner, operation]) {
    for (const [, node] of derefChildren(tree, child(holder, "parameters"))) {
      const name = textOf(node, "name") ?? "";
      const place = textOf(node, "in") ?? "";
      const required = place === "path" || member(node.value, "required") === true;
      found.set(`${place} ${name}`, { name, in: place, required, node });
    }
  }
  return [...found.values()];
}

function readContents(tree: ContractTree, holder: Located): readonly RestContent[] {
  return derefChildren(tree, child(holder, "content")).map(([mediaType, node]) => {
    const schema = child(node, "schema");
    return { mediaType, node, schema: schema.value === undefined ? null : schema };
  });
}
