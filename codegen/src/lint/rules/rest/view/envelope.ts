import type { Located } from "../../../../load/reference.ts";
import { shapeOf, type ValueShape } from "../../view/object-shape.ts";
import { jsonContents, type RestApi, type RestResponse } from "./api.ts";

/** A JSON body of a response with what it holds. */
export interface BodyShape {
  /** The schema as it is written. */
  readonly schema: Located;
  /** What it says about the body. */
  readonly shape: ValueShape;
}

/** The JSON bodies of a response that have a schema. */
export function bodyShapes({ tree }: RestApi, { contents }: RestResponse): readonly BodyShape[] {
  return jsonContents(contents).flatMap(({ schema }) =>
    schema === null ? [] : [{ schema, shape: shapeOf(tree, schema) }],
  );
}

/** What `data` of the envelope holds; the body itself where there is no envelope. */
export function dataShapeOf({ tree }: RestApi, { shape }: BodyShape): ValueShape {
  const data = shape.properties.get("data");
  return data === undefined ? shape : shapeOf(tree, data);
}

/** Names of the member that holds the list where a body is more than the list. */
const listNames =
  /^(items|data|results?|records|entries|values|list|elements|rows|edges|nodes|content|_embedded)$/i;

/** True where the body, its `data`, or a member made for it is a list of things. */
export function isListOf(api: RestApi, body: BodyShape, path: string): boolean {
  const data = dataShapeOf(api, body);
  if (data.types.has("array") || data.items !== null) return true;
  const resource = path.split("/").at(-1) ?? "";
  return [...data.properties].some(
    ([name, property]) =>
      (listNames.test(name) || name === resource) && shapeOf(api.tree, property).types.has("array"),
  );
}
