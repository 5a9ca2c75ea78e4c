import type { Located } from "../../../../load/reference.ts";
import { shapeOf, type ValueShape } from "../../view/object-shape.ts";
import { jsonContents, type RestApi, type RestResponse } from "./api.ts";

/** A JSON body of a response with what it holds. */
export interface BodyShape {
  readonly schema: Located;
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

/** True where the body, its `data`, or its only array property is a list of things. */
export function isListOf(api: RestApi, body: BodyShape): boolean {
  const data = dataShapeOf(api, body);
  if (data.types.has("array") || data.items !== null) return true;
  const lists = [...data.properties.values()].filter(
    (property) => shapeOf(api.tree, property).items !== null,
  );
  return lists.length === 1 && data.properties.size <= 4;
}
