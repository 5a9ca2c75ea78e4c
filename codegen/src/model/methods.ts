/** Keys of a path item that are operations (OpenAPI 3.0 and 3.1), in the order of the specification. */
export const methods = [
  "get",
  "put",
  "post",
  "delete",
  "options",
  "head",
  "patch",
  "trace",
] as const;

/** A method in lower case, as a path item writes it. */
export type Method = (typeof methods)[number];
