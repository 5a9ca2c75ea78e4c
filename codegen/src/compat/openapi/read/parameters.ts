import { child, children, type Located } from "../../../load/reference.ts";
import type { ContractTree } from "../../tree.ts";
import { entriesOf, flagIn, objectAt, textIn } from "./located.ts";
import type { Operation } from "./operations.ts";

/** Where a parameter stands in a request. */
export type ParameterPlace = "path" | "query" | "header" | "cookie";

/** A parameter with everything that a missing member stands for. */
export interface Parameter {
  /** What it is matched by: the place with its name, or its position in the path. */
  readonly key: string;
  readonly name: string;
  readonly in: ParameterPlace;
  readonly required: boolean;
  readonly style: string;
  readonly explode: boolean;
  readonly allowReserved: boolean;
  readonly allowEmpty: boolean;
  readonly node: Located;
  /** Of the value or of the document in it; null: none. */
  readonly schema: Located | null;
  /** Media type of the document, where it is one. */
  readonly mediaType: string | null;
}

/** Headers that OpenAPI describes elsewhere: as parameters they are ignored. */
const ignoredHeaders: ReadonlySet<string> = new Set(["accept", "content-type", "authorization"]);

/** The parameters of a path, replaced by those of the operation with the same name and place. */
export function readParameters(
  tree: ContractTree,
  { item, node: operation }: Operation,
  placeholders: readonly string[],
): ReadonlyMap<string, Parameter> {
  const found = new Map<string, Parameter>();
  for (const owner of [...item.toReversed(), operation]) {
    for (const [, listed] of children(child(owner, "parameters"))) {
      const node = objectAt(tree, listed);
      const parameter = node === null ? null : readParameter(tree, node, placeholders);
      if (parameter !== null) found.set(parameter.key, parameter);
    }
  }
  return found;
}

function readParameter(
  tree: ContractTree,
  node: Located,
  placeholders: readonly string[],
): Parameter | null {
  const name = textIn(node, "name");
  const place = textIn(node, "in");
  if (name === null || !isPlace(place)) return null;
  if (place === "header" && ignoredHeaders.has(name.toLowerCase())) return null;
  const position = placeholders.indexOf(name);
  // A path parameter that no placeholder names never reaches the wire.
  if (place === "path" && position === -1) return null;
  const folded = place === "header" ? name.toLowerCase() : name;
  return {
    key: place === "path" ? `path ${position + 1}` : `${place} ${folded}`,
    name,
    in: place,
    required: place === "path" || flagIn(node, "required"),
    allowReserved: place === "query" && flagIn(node, "allowReserved"),
    allowEmpty: place === "query" && flagIn(node, "allowEmptyValue"),
    node,
    ...readSerialization(tree, node, place === "query" || place === "cookie" ? "form" : "simple"),
  };
}

/** How a parameter or header is written. */
export function readSerialization(
  tree: ContractTree,
  node: Located,
  defaultStyle: string,
): Pick<Parameter, "style" | "explode" | "schema" | "mediaType"> {
  const style = textIn(node, "style") ?? defaultStyle;
  const [content] = entriesOf(tree, child(node, "content"));
  const holder = content?.[1] ?? node;
  const schema = child(holder, "schema");
  return {
    style,
    explode: flagIn(node, "explode", style === "form"),
    schema: schema.value === undefined ? null : schema,
    mediaType: content?.[0].trim().toLowerCase() ?? null,
  };
}

function isPlace(text: string | null): text is ParameterPlace {
  return text === "path" || text === "query" || text === "header" || text === "cookie";
}
