import { eachField } from "./view/each.ts";

/** Spans of time are `google.protobuf.Duration`. */
export const spanIsDuration = eachField((field) => {
  const isSpan =
    /(_ms|_millis|_seconds|_secs|_minutes|_duration|^duration|_timeout|^timeout)$/.test(field.name);
  if (!isSpan || field.fieldKind !== "scalar") return [];
  const message = `The span of time \`${field.name}\` of \`${field.parent.name}\` is a plain number or text.`;
  return [{ rule: "rpc/span-is-duration", message, hint: "use `google.protobuf.Duration`" }];
});
