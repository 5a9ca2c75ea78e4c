import type { JsonSchema, RestOperationNode } from "../model/model.ts";
import type { SchemaScope } from "../schema/scope.ts";
import { successesOf } from "./rest-shape.ts";

/** Members deeper than this are selected together with the member that holds them. */
const maxDepth = 6;

/**
 * What the query parameter `fields` of an operation may name: every member of its data, nested ones with dots, those
 * below an array without its index. `member.*`: anything may follow. Null: the operation has no such parameter.
 */
export function fieldsOf(
  operation: RestOperationNode,
  scope: SchemaScope,
): readonly string[] | null {
  const declares = operation.parameters.some(
    (parameter) => parameter.in === "query" && parameter.name === "fields",
  );
  if (!declares) return null;
  const paths = new Set<string>();
  for (const { response, content } of successesOf(operation)) {
    const body = content?.kind === "schema" ? content.schema : null;
    const schema = response?.data ?? body;
    if (schema !== null) addPaths(paths, { schema, prefix: "", path: [] }, scope);
  }
  return [...paths];
}

interface Place {
  readonly schema: JsonSchema;
  /** With a dot at its end, or empty. */
  readonly prefix: string;
  /** Named schemas that this one is in. */
  readonly path: readonly string[];
}

function addPaths(paths: Set<string>, place: Place, scope: SchemaScope): void {
  const depth = place.prefix.split(".").length;
  const { parts, path } = partsOf(place, scope);
  if (isOpen(parts)) paths.add(`${place.prefix}*`);
  for (const part of parts) {
    if (part.items !== undefined)
      addPaths(paths, { schema: part.items, prefix: place.prefix, path }, scope);
    for (const [name, schema] of Object.entries(part.properties ?? {})) {
      const whole = place.prefix + name;
      paths.add(whole);
      if (depth >= maxDepth || isRecursive(schema, path)) paths.add(`${whole}.*`);
      else addPaths(paths, { schema, prefix: `${whole}.`, path }, scope);
    }
  }
}

type Part = Exclude<JsonSchema, boolean>;

/** Whether there may be members that no schema names, in a place where an object may stand. */
function isOpen(parts: readonly Part[]): boolean {
  if (parts.some((part) => Boolean(part.additionalProperties ?? part.patternProperties)))
    return true;
  if (parts.some((part) => part.properties !== undefined || part.items !== undefined)) return false;
  const types = parts.flatMap(({ type, ...part }) => [
    ...(typeof type === "string" ? [type] : (type ?? [])),
    ...(part.enum === undefined && part.const === undefined ? [] : ["literal"]),
  ]);
  return types.length === 0 || types.includes("object");
}

function isRecursive(schema: JsonSchema, path: readonly string[]): boolean {
  return typeof schema === "object" && schema.$ref !== undefined && path.includes(schema.$ref);
}

/** A schema with everything that it is made of by `$ref`, `allOf`, `anyOf` and `oneOf`. */
function partsOf(
  { schema, path }: Place,
  scope: SchemaScope,
): { readonly parts: readonly Part[]; readonly path: readonly string[] } {
  const parts: Part[] = [];
  const seen = new Set(path);
  const visit = (one: JsonSchema): void => {
    if (typeof one === "boolean") return;
    parts.push(one);
    if (one.$ref !== undefined && !seen.has(one.$ref)) {
      seen.add(one.$ref);
      visit(scope.resolve(one.$ref).schema);
    }
    for (const inner of [...(one.allOf ?? []), ...(one.anyOf ?? []), ...(one.oneOf ?? [])])
      visit(inner);
  };
  visit(schema);
  return { parts, path: [...seen] };
}
