import type { ContractTree } from "../../../compat/tree.ts";
import { isObject, segmentsOf } from "../../../load/pointer.ts";
import { children, idOf, type Located } from "../../../load/reference.ts";
import type { LintCheck } from "../../lint-rule.ts";
import { placeOf } from "../messages/view/message-view.ts";

/** An entity that travels in messages and over REST is one shared schema. */
export const declaredTwice: LintCheck = ({ asyncapi, openapi }) => {
  if (asyncapi === null || openapi === null) return [];
  const inMessages = namedSchemas(asyncapi);
  const inRest = namedSchemas(openapi);
  const byName = new Map(
    [...inMessages].flatMap(([id, { name, at }]) => (inRest.has(id) ? [] : [[name, at] as const])),
  );
  return [...inRest].flatMap(([id, { name, at }]) => {
    const other = byName.get(name);
    if (other === undefined || inMessages.has(id)) return [];
    return [
      {
        rule: "entities/declared-twice",
        kind: "workspace" as const,
        message: `\`${name}\` is declared once for messages and once for REST.`,
        path: `entity ${name}`,
        place: placeOf(at),
        related: placeOf(other),
        hint: "put one declaration into a shared file and refer to it with `$ref`",
      },
    ];
  });
};

interface NamedSchema {
  readonly name: string;
  readonly at: Located;
}

/** The schemas with a name of their own that a document refers to, by place. */
function namedSchemas(tree: ContractTree): ReadonlyMap<string, NamedSchema> {
  const found = new Map<string, NamedSchema>();
  const seen = new Set<string>();
  const left = [tree.root];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const target = tree.deref(next);
    if (target === null) continue;
    const name = segmentsOf(target.pointer).at(-1) ?? "";
    const isReferred = target !== next && idOf(target) !== idOf(next);
    if (isReferred && isSchema(target.value) && /^[A-Z]\w*$/.test(name))
      found.set(idOf(target), { name, at: target });
    if (seen.has(idOf(target))) continue;
    seen.add(idOf(target));
    for (const [, inner] of children(target))
      if (typeof inner.value === "object" && inner.value !== null) left.push(inner);
  }
  return found;
}

/** Messages, responses and parameters are named too, but are no entities. */
function isSchema(value: unknown): boolean {
  const keywords = ["type", "properties", "allOf", "anyOf", "oneOf", "enum"];
  const others = ["in", "payload", "content", "action"];
  return (
    isObject(value) &&
    keywords.some((key) => Object.hasOwn(value, key)) &&
    !others.some((key) => Object.hasOwn(value, key))
  );
}
