import { child } from "../../../load/reference.ts";
import type { ContractTree } from "../../tree.ts";
import { objectIn } from "./located.ts";
import { itemLayers, type Layers, type Operation, readOperations } from "./operations.ts";

/** A path of the document. */
export interface Path {
  /** As it is written, e.g. `/projects/{project_id}`. */
  readonly template: string;
  /** The template without the names of its placeholders, e.g. `/projects/{}`. */
  readonly shape: string;
  /** Names of the placeholders, in order. */
  readonly placeholders: readonly string[];
  readonly item: Layers;
  /** Operations by upper-case method. */
  readonly operations: ReadonlyMap<string, Operation>;
}

/** The paths of a document, in order. */
export function readPaths(tree: ContractTree): readonly Path[] {
  const paths = objectIn(tree, tree.root, "paths");
  if (paths === null) return [];
  return Object.keys(paths.value as object).flatMap((template) => {
    const item = template.startsWith("/") ? itemLayers(tree, child(paths, template)) : null;
    return item === null ? [] : [pathOf(tree, template, item)];
  });
}

/** A path by its template and item. */
export function pathOf(tree: ContractTree, template: string, item: Layers): Path {
  const operations = readOperations(tree, item);
  return {
    template,
    shape: shapeOf(template),
    placeholders: [...template.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? ""),
    item,
    operations: new Map(operations.map((operation) => [operation.method, operation])),
  };
}

/** A template without the names of its placeholders, which never reach the wire. */
export function shapeOf(template: string): string {
  return template.replaceAll(/\{[^{}]*\}/g, "{}");
}
