import { textField } from "../../../compat/asyncapi/view/layers.ts";
import { eachOperation } from "./view/each-operation.ts";

/** Every operation says why the service sends or follows. */
export const operationDescribed = eachOperation(({ key, layers }) => {
  if (["description", "summary"].some((name) => textField(layers, name) !== null)) return [];
  const message = `The operation \`${key}\` has no description.`;
  const hint = "add `description`: what the service does with the messages";
  return [{ rule: "messages/operation-described", message, hint }];
});
