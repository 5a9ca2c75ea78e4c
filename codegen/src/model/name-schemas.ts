import { basename } from "node:path/posix";
import { isObject, member, segmentsOf } from "../load/pointer.ts";
import {
  bodyTypeName,
  channelUnionName,
  dataTypeName,
  moduleName,
  pascalCase,
  requestTypeName,
  resultTypeName,
  typeName,
} from "../names.ts";
import type { BuildContext } from "./context.ts";
import type {
  ChannelNode,
  JsonSchema,
  MessageNode,
  RestOperationNode,
  SchemaId,
  SchemaNode,
} from "./model.ts";
import type { RegisteredSchema } from "./schema-registry.ts";

/** Everything that names schemas by id. */
export interface SchemaUsers {
  readonly channels: readonly ChannelNode[];
  readonly messages: readonly MessageNode[];
  readonly restOperations: readonly RestOperationNode[];
}

/** Names the schemas that the model's nodes reach, in the order of their files and of the places in them. */
export function nameSchemas(ctx: BuildContext, users: SchemaUsers): readonly SchemaNode[] {
  const ids = reachable(ctx, users);
  const entries = inContractOrder(
    ctx,
    ids.flatMap((id) => ctx.schemas.get(id) ?? []),
  );
  const taken = derivedNames(users);
  const seen = new Map<string, RegisteredSchema>();
  return entries.flatMap((entry) => {
    const wanted = nameOf(entry);
    const name = taken.get(wanted.name)?.(wanted.name) ?? wanted.name;
    const other = seen.get(name);
    if (other !== undefined) {
      reportCollision(ctx, name, entry, other);
      return [];
    }
    seen.set(name, entry);
    const { located, schema, id } = entry;
    const doc = member(schema, "description") ?? member(schema, "title");
    return [
      {
        kind: "schema" as const,
        name: wanted.spelling,
        doc: typeof doc === "string" ? doc.trim() : "",
        origin: { file: located.file, pointer: located.pointer },
        id,
        typeName: name,
        module: moduleOf(ctx, entry),
        schema,
      },
    ];
  });
}

function reportCollision(
  ctx: BuildContext,
  name: string,
  entry: RegisteredSchema,
  other: RegisteredSchema,
): void {
  const message = `The schemas \`${entry.id}\` and \`${other.id}\` both become the type \`${name}\`.`;
  ctx.report("model/name-collision", message, entry.located, {
    hint: "rename one of them, or give it another name with `x-berrys-name`",
    related: [{ message: "the other one", span: ctx.sources.spanOf(other.located) }],
  });
}

function reachable(ctx: BuildContext, users: SchemaUsers): readonly SchemaId[] {
  const found = new Set<SchemaId>();
  const add = (id: SchemaId): void => {
    found.add(id);
  };
  const visit = (schema: JsonSchema | null | undefined): void => {
    if (schema !== null && schema !== undefined) forEachRef(schema, add);
  };
  for (const { data, reply, previous } of users.messages) {
    add(data);
    for (const older of previous) add(older.data);
    if (reply !== null) add(reply);
  }
  for (const { parameters, body, responses } of users.restOperations) {
    for (const { schema } of parameters) visit(schema);
    for (const schema of Object.values(body?.content ?? {})) visit(schema);
    for (const { headers, content, data } of responses) {
      for (const { schema } of headers) visit(schema);
      for (const schema of Object.values(content)) visit(schema);
      visit(data);
    }
  }
  // A set grows while it is walked, so that this reaches everything without recursion.
  for (const id of found) visit(ctx.schemas.get(id)?.schema);
  return [...found];
}

const dataKeys: ReadonlySet<string> = new Set(["const", "enum", "default", "examples"]);
const nameMaps: ReadonlySet<string> = new Set([
  "properties",
  "patternProperties",
  "dependentSchemas",
]);

/** Calls back for every reference of a normalised schema, in order; mappings of discriminators included. */
export function forEachRef(schema: unknown, found: (id: SchemaId) => void): void {
  if (Array.isArray(schema)) {
    for (const item of schema) forEachRef(item, found);
    return;
  }
  if (!isObject(schema)) return;
  for (const [key, value] of Object.entries(schema)) {
    if (key === "$ref" && typeof value === "string") found(value);
    else if (key === "discriminator") {
      const mapping = member(value, "mapping");
      for (const id of isObject(mapping) ? Object.values(mapping) : [])
        if (typeof id === "string") found(id);
    } else if (nameMaps.has(key) && isObject(value)) forEachRef(Object.values(value), found);
    else if (!dataKeys.has(key) && !key.startsWith("x-")) forEachRef(value, found);
  }
}

function inContractOrder(
  ctx: BuildContext,
  entries: readonly RegisteredSchema[],
): readonly RegisteredSchema[] {
  const files = new Map<string, number>();
  for (const { located } of entries)
    if (!files.has(located.file)) files.set(located.file, files.size);
  const paths = new Map(
    entries.map(({ id, located }) => [
      id,
      positionOf(ctx.sources.document(located.file)?.value, located.pointer),
    ]),
  );
  return [...entries].sort(
    (a, b) =>
      (files.get(a.located.file) ?? 0) - (files.get(b.located.file) ?? 0) ||
      compareLists(paths.get(a.id) ?? [], paths.get(b.id) ?? []),
  );
}

const orders = new WeakMap<object, ReadonlyMap<string, number>>();

function positionOf(root: unknown, pointer: string): readonly number[] {
  const position: number[] = [];
  let current = root;
  for (const segment of segmentsOf(pointer)) {
    if (typeof current !== "object" || current === null) break;
    let order = orders.get(current);
    if (order === undefined) {
      order = new Map(Object.keys(current).map((key, index) => [key, index]));
      orders.set(current, order);
    }
    position.push(order.get(segment) ?? order.size);
    current = member(current, segment);
  }
  return position;
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  for (const [index, step] of a.entries()) {
    const difference = step - (b[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Names that emitters derive from other nodes, and how a schema of the same name gives way. */
function derivedNames({
  channels,
  messages,
  restOperations,
}: SchemaUsers): ReadonlyMap<string, (name: string) => string> {
  const taken = new Map<string, (name: string) => string>();
  for (const { name, messageKind } of channels)
    taken.set(channelUnionName(name, messageKind), dataTypeName);
  for (const message of messages) taken.set(message.typeName, dataTypeName);
  for (const operation of restOperations) {
    taken.set(requestTypeName(operation.typeName), bodyTypeName);
    taken.set(resultTypeName(operation.typeName), dataTypeName);
  }
  return taken;
}

interface ChosenName {
  readonly name: string;
  readonly spelling: string;
}

const containers: ReadonlySet<string> = new Set(["schemas", "$defs", "definitions"]);
const structural: ReadonlySet<string> = new Set(
  `properties patternProperties allOf anyOf oneOf prefixItems components channels messages operations paths content schema
  payload data responses requestBody requestBodies parameters headers dependentSchemas not if then else`.split(
    /\s+/,
  ),
);
const suffixes: Readonly<Record<string, string>> = {
  items: "Item",
  additionalProperties: "Value",
  contains: "Item",
  propertyNames: "Key",
};

function nameOf({ located, suggestion }: RegisteredSchema): ChosenName {
  const stated = member(located.value, "x-berrys-name");
  if (typeof stated === "string" && stated !== "")
    return { name: typeName(stated), spelling: stated };
  const segments = segmentsOf(located.pointer);
  const container = segments.findLastIndex(
    (segment, index) =>
      containers.has(segment) &&
      index < segments.length - 1 &&
      segments[index - 1] !== "properties",
  );
  if (suggestion !== null && container !== segments.length - 2)
    return { name: typeName(suggestion.name), spelling: suggestion.name };
  const own = segments.slice(container + 1);
  const [first = basename(located.file).replace(/\.[^.]+$/, ""), ...rest] = own;
  const inner = rest.flatMap((segment, index) => innerName(segment, rest[index - 1] ?? first));
  const parts = container === -1 && structural.has(first) ? inner : [first, ...inner];
  return {
    name: typeName(parts.map(pascalCase).join("")),
    spelling: parts.length === 1 ? (parts[0] ?? "") : parts.map(pascalCase).join(""),
  };
}

function innerName(segment: string, before: string): readonly string[] {
  const isPropertyName = before === "properties" || before === "patternProperties";
  if (isPropertyName) return [segment];
  if (["allOf", "anyOf", "oneOf", "prefixItems"].includes(before))
    return [String(Number(segment) + 1)];
  const suffix = suffixes[segment];
  if (suffix !== undefined) return [suffix];
  return structural.has(segment) ? [] : [segment];
}

function moduleOf(ctx: BuildContext, { located, suggestion }: RegisteredSchema): string {
  const { file, pointer } = located;
  const root = ctx.sources.document(file)?.value;
  const isDocument =
    member(root, "asyncapi") !== undefined || member(root, "openapi") !== undefined;
  const isComponent =
    /^\/(components|\$defs|definitions)\//.test(pointer) && (isDocument || suggestion === null);
  const fragment = ctx.fileModules.get(file);
  if (!isDocument && fragment === undefined) return `schemas/${schemaPath(file)}`;
  if (
    isDocument &&
    isComponent &&
    /^\/components\/schemas\/|^\/(\$defs|definitions)\//.test(pointer)
  )
    return `schemas/${schemaPath(file)}`;
  return suggestion?.module ?? fragment ?? `schemas/${schemaPath(file)}`;
}

/** `contracts/schemas/shop/order.v1.yaml` → `shop/order-v1`; outside a `schemas` folder the file name alone. */
function schemaPath(file: string): string {
  const segments = file.replace(/\.[^./]+$/, "").split("/");
  const folder = segments.lastIndexOf("schemas", segments.length - 2);
  const path = folder === -1 ? segments.slice(-1) : segments.slice(folder + 1);
  return path.map(moduleName).join("/");
}
