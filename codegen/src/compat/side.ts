import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Config } from "../load/config.ts";
import type { Sources } from "../load/sources.ts";
import type { Model } from "../model/model.ts";
import type { ContractTree } from "./tree.ts";

/** The Protobuf of a side. */
export interface ProtoSide {
  /** Serialised FileDescriptorSet with source info, as `buf build` made it. */
  readonly image: Uint8Array;
  /** Path inside the image → workspace-relative file. */
  readonly files: ReadonlyMap<string, string>;
}

/** A GraphQL SDL file. */
export interface GraphqlFile {
  readonly file: string;
  readonly text: string;
}

/** One version of a workspace or of a single document, parsed once. */
export interface Side {
  /** As the user named it: `main`, `v1.2.0`, `old/openapi.yaml`. */
  readonly label: string;
  /** Absolute folder in which the files lie: the workspace itself, or a temporary copy of a git tree or archive. */
  readonly root: string;
  readonly openapi: ContractTree | null;
  readonly asyncapi: ContractTree | null;
  /** A single JSON Schema. */
  readonly schema: ContractTree | null;
  readonly proto: ProtoSide | null;
  /** Sorted by file; empty: none. */
  readonly graphql: readonly GraphqlFile[];
  /** For the topology; null for single documents and where the model has errors. */
  readonly model: Model | null;
  readonly config: Config | null;
  readonly sources: Sources;
  /** What keeps this side from being read (broken YAML, unresolved references, proto syntax); any error means: no verdict. */
  readonly diagnostics: readonly Diagnostic[];
  /** Removes temporary files. */
  dispose(): Promise<void>;
}
