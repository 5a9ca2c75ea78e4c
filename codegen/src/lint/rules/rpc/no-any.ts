import { eachField } from "./view/each.ts";

/** Types are told by the contract. */
export const noAny = eachField((field) => {
  if (field.message?.typeName !== "google.protobuf.Any") return [];
  const message = `\`${field.name}\` of \`${field.parent.name}\` may hold any message.`;
  return [{ rule: "rpc/no-any", message, hint: "list the messages in a `oneof`" }];
});
