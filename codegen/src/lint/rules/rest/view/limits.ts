import { shown } from "../../../../compat/schema/values/json.ts";
import { member } from "../../../../load/pointer.ts";
import { child } from "../../../../load/reference.ts";
import type { LimitMistake } from "../../../../model/limits.ts";
import type { RestApi, RestOperation } from "./api.ts";
import type { Remark } from "./define.ts";

/** What is wrong with an extension of the operation; one that its path or the document states is told once. */
export function limitRemark(
  operation: RestOperation,
  { tree, operations }: RestApi,
  key: string,
  mistakeOf: (value: unknown) => LimitMistake | null,
): Remark | null {
  const layers = [operation.node, operation.owner.node, tree.root];
  const stated = layers.find(({ value }) => member(value, key) !== undefined);
  if (stated === undefined) return null;
  // What a path or the document says for several operations is told once.
  const sharing = operations.filter(
    ({ node, owner }) =>
      [node, owner.node, tree.root].find(({ value }) => member(value, key) !== undefined) ===
      stated,
  );
  if (sharing[0] !== operation) return null;
  const at = child(stated, key);
  const mistake = mistakeOf(at.value);
  if (mistake === null) return null;
  const { expected, hint } = mistake;
  const name = [null, operation.path, "document"][layers.indexOf(stated)] ?? null;
  const message = `\`${key}\` must be ${expected}, but it is \`${shown(at.value)}\`.`;
  return { message, at, part: "value", hint, name };
}
