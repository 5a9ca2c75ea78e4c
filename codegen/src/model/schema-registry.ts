import { member } from "../load/pointer.ts";
import { idOf, isAlias, type Located, type Resolver, refOf } from "../load/reference.ts";
import type { Sources } from "../load/sources.ts";
import type { JsonSchema, SchemaId } from "./model.ts";
import { type Dialect, normalize } from "./normalize.ts";

/** A name and output module for a schema that is written where it is used. */
export interface Suggestion {
  readonly name: string;
  readonly module: string;
}

/** A schema with an id. */
export interface RegisteredSchema {
  readonly id: SchemaId;
  readonly located: Located;
  readonly schema: JsonSchema;
  readonly suggestion: Suggestion | null;
}

/** Collects every schema that something refers to, rewritten to the 2020-12 dialect. */
export interface SchemaRegistry {
  /** Gives a schema an id of its own (or, for a reference, the target's) and returns it; null: cannot be followed. */
  root(node: Located, suggestion: Suggestion | null): SchemaId | null;
  /** Adds a schema that no contract spells out; its value is already normalised. */
  synthetic(node: Located, suggestion: Suggestion): SchemaId;
  /** The schema as it stands, references replaced by ids. */
  inline(node: Located): JsonSchema;
  get(id: SchemaId): RegisteredSchema | undefined;
  all(): Iterable<RegisteredSchema>;
}

/** An empty registry. */
export function createSchemaRegistry(sources: Sources, resolver: Resolver): SchemaRegistry {
  const entries = new Map<SchemaId, RegisteredSchema>();

  // Targets wait in a list instead of being visited at once: a chain of references can be thousands long.
  const waiting: { readonly id: SchemaId; readonly located: Located; readonly dialect: Dialect }[] =
    [];

  const register = (
    located: Located,
    suggestion: Suggestion | null,
    inherited: Dialect,
  ): SchemaId => {
    const id = idOf(located);
    const known = entries.get(id);
    if (known === undefined) {
      entries.set(id, { id, located, schema: true, suggestion });
      waiting.push({ id, located, dialect: dialectOf(sources, located, inherited) });
    } else if (known.suggestion === null && suggestion !== null) {
      entries.set(id, { ...known, suggestion });
    }
    return id;
  };

  const settle = <T>(result: T): T => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { id, located, dialect } = next;
      const schema = normalize(located, dialect, (target) => refTo(target, dialect));
      entries.set(id, { id, located, schema, suggestion: entries.get(id)?.suggestion ?? null });
    }
    return result;
  };

  const refTo = (node: Located, dialect: Dialect): SchemaId | null => {
    const ref = typeof node.value === "string" ? node.value : refOf(node.value);
    const target = ref === null ? node : resolver.resolve(node, ref);
    return "kind" in target ? null : register(target, null, dialect);
  };

  return {
    root: (node, suggestion) => {
      if (!isAlias(node.value)) return settle(register(node, suggestion, "2020-12"));
      const target = resolver.deref(node);
      const dialect = dialectOf(sources, node, "2020-12");
      return target === null ? null : settle(register(target, null, dialect));
    },
    synthetic: (located, suggestion) => {
      const id = idOf(located);
      if (!entries.has(id))
        entries.set(id, { id, located, schema: located.value as JsonSchema, suggestion });
      return id;
    },
    inline: (node) => {
      const dialect = dialectOf(sources, node, "2020-12");
      return settle(normalize(node, dialect, (target) => refTo(target, dialect)));
    },
    get: (id) => entries.get(id),
    all: () => entries.values(),
  };
}

function dialectOf(sources: Sources, { file }: Located, inherited: Dialect): Dialect {
  const value = sources.document(file)?.value;
  const openapi = member(value, "openapi");
  if (typeof openapi === "string") return openapi.startsWith("3.0") ? "openapi-3.0" : "2020-12";
  const schema = member(value, "$schema");
  if (typeof schema === "string") return schema.includes("draft-0") ? "draft-07" : "2020-12";
  return member(value, "asyncapi") === undefined ? inherited : "2020-12";
}
