import type { Located, Resolver } from "../load/reference.ts";
import type { SourceLoader } from "../load/sources.ts";

/** The dialect that schemas of a document are written in where they do not say it themselves. */
export type SchemaDialect = "2020-12" | "draft-07" | "openapi-3.0";

/**
 * One parsed document with the files that its references lead to. Comparers walk it with `child`, `children` of
 * `load/reference.ts` and follow `$ref` with {@link ContractTree.deref}; each file is parsed once a side.
 */
export interface ContractTree {
  readonly kind: "openapi" | "asyncapi" | "schema";
  /** Version of the format: `3.0.3`, `3.1.0`, `2.6.0`, `3.0.0`; `` for a JSON Schema. */
  readonly version: string;
  readonly root: Located;
  readonly resolver: Resolver;
  /** The node itself, or where its `$ref` ends; null where that cannot be followed. */
  deref(node: Located): Located | null;
  /** Dialect of OpenAPI 3.0, of AsyncAPI (draft-07) or of the document's `$schema`/`jsonSchemaDialect`. */
  readonly dialect: SchemaDialect;
  readonly sources: SourceLoader;
}
