import { member } from "../../../../load/pointer.ts";
import { keyword, shapeOf } from "../../view/object-shape.ts";
import { isJson } from "../view/api.ts";
import { contentRule } from "../view/define.ts";

/** An example shows what words cannot. */
export const examplesPresent = contentRule(
  "rest/examples-present",
  {
    title: "A body without an example",
    level: "warn",
    elsewhere: "info",
    why: "People read the example first; documentation, mocks and tests are made from it.",
    fix: "Add `examples` to the media type, or to the schema.",
  },
  ({ content: { mediaType, node, schema }, step }, { tree }) => {
    if (!isJson(mediaType)) return null;
    const hasOwn = ["example", "examples"].some((key) => member(node.value, key) !== undefined);
    const shape = shapeOf(tree, schema);
    const hasSchemas = ["example", "examples"].some((key) => keyword(shape, key) !== undefined);
    return hasOwn || hasSchemas
      ? null
      : {
          message: `The ${step === "request" ? "request body" : `response ${step}`} has no example.`,
        };
  },
);
