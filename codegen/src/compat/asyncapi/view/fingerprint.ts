import { isObject } from "../../../load/pointer.ts";
import { child, children, idOf, type Located } from "../../../load/reference.ts";
import type { ContractTree } from "../../tree.ts";

/** Parts of a schema that a fingerprint looks at; more would tell nothing new about messages that differ. */
const most = 2_000;

/** Keys whose members change nothing that is sent. */
const words: ReadonlySet<string> = new Set(
  "title description examples example externalDocs deprecated $comment $id".split(" "),
);

/**
 * Text of a schema in which references, the order of members and texts for people do not count. Equal texts mean equal
 * schemas up to a size; schemas that mean the same need not have the same text.
 */
export function fingerprintOf(tree: ContractTree, schema: Located | null): string {
  if (schema === null) return "";
  const parts: string[] = [];
  const seen = new Map<string, number>();
  type Step = string | Located;
  const left: Step[] = [schema];
  for (let step = left.pop(); step !== undefined && parts.length < most; step = left.pop()) {
    if (typeof step === "string") {
      parts.push(step);
      continue;
    }
    const node = tree.deref(step) ?? step;
    if (node !== step) {
      // A recursive schema refers back to where it was met.
      const number = seen.get(idOf(node));
      if (number !== undefined) {
        parts.push(`#${number}`);
        continue;
      }
      seen.set(idOf(node), seen.size);
    }
    if (typeof node.value !== "object" || node.value === null) {
      parts.push(JSON.stringify(node.value) ?? "");
      continue;
    }
    const members = isObject(node.value)
      ? children(node)
          .filter(([key]) => !words.has(key) && !key.startsWith("x-"))
          .sort(([a], [b]) => (a < b ? -1 : 1))
      : children(node);
    left.push(
      "}",
      ...members.toReversed().flatMap(([key, part]): Step[] => [part, `${key}:`]),
      "{",
    );
  }
  return parts.join(" ");
}

/** Names of the properties of a schema, without those that it takes in through `allOf`. */
export function propertiesOf(tree: ContractTree, schema: Located | null): readonly string[] {
  const target = schema === null ? null : tree.deref(schema);
  return target === null ? [] : children(child(target, "properties")).map(([name]) => name);
}
