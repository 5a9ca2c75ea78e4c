import { eachField } from "./view/each.ts";

/** Points in time are `google.protobuf.Timestamp`. */
export const timeIsTimestamp = eachField((field) => {
  const isTime = /(_at|_timestamp|^timestamp|^deadline)$/.test(field.name);
  const isWrong = field.scalar !== undefined && field.fieldKind === "scalar";
  if (!isTime || !isWrong) return [];
  const message = `The time \`${field.name}\` of \`${field.parent.name}\` is no \`google.protobuf.Timestamp\`.`;
  const hint = "add a field of that type under a new number, and reserve the old one later";
  return [{ rule: "rpc/time-is-timestamp", message, hint }];
});
