import { member } from "../../../../load/pointer.ts";
import { keyword, shapeOf } from "../../view/object-shape.ts";
import { jsonContents } from "../view/api.ts";
import { operationRule } from "../view/define.ts";

/** An example shows what words cannot. */
export const examplesPresent = operationRule(
  "rest/examples-present",
  {
    title: "A body without an example",
    level: "warn",
    elsewhere: "info",
    why: "People read the example first; documentation, mocks and tests are made from it.",
    fix: "Add `examples` to the media type, or to the schema.",
  },
  (operation, api) => {
    const bodies = [
      ...jsonContents(operation.bodyContents).map((content) => ({ content, step: "request" })),
      ...operation.responses.flatMap(({ status, contents }) =>
        jsonContents(contents).map((content) => ({ content, step: status })),
      ),
    ];
    return bodies
      .filter(({ content: { node, schema } }) => {
        const hasOwn = ["example", "examples"].some((key) => member(node.value, key) !== undefined);
        const shape = shapeOf(api.tree, schema);
        return (
          !hasOwn &&
          keyword(shape, "example") === undefined &&
          keyword(shape, "examples") === undefined
        );
      })
      .map(({ content, step }) => ({
        message: `The ${step === "request" ? "request" : `response ${step}`} of \`${operation.label}\` has no example.`,
        at: content.node,
        path: [step, content.mediaType],
      }));
  },
);
