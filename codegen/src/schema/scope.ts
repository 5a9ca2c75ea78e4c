import type { SchemaId, SchemaNode } from "../model/model.ts";

/** Where a schema is emitted: finds the schemas it refers to and knows the module the code lands in. */
export interface SchemaScope {
  /** The named schema behind a `$ref`; throws if the model does not hold it (the loader reports dangling refs). */
  resolve(id: SchemaId): SchemaNode;
  /** Output module the code is emitted into, without extension, e.g. `events/project`. */
  readonly module: string;
}

/** A scope over the schemas of a model. */
export function createSchemaScope(schemas: readonly SchemaNode[], module: string): SchemaScope {
  const resolve = resolvers.get(schemas) ?? createResolver(schemas);
  resolvers.set(schemas, resolve);
  return { module, resolve };
}

// The modules of one model share a resolver, and with it whatever was found out about its schemas.
const resolvers = new WeakMap<readonly SchemaNode[], SchemaScope["resolve"]>();

function createResolver(schemas: readonly SchemaNode[]): SchemaScope["resolve"] {
  const byId = new Map(schemas.map((node) => [node.id, node]));
  return (id) => {
    const node = byId.get(id);
    if (node === undefined) throw new Error(`the model holds no schema ${id}`);
    return node;
  };
}
