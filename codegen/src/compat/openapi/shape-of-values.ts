import { isObject, member } from "../../load/pointer.ts";
import { child, children, idOf, type Located } from "../../load/reference.ts";
import type { ContractTree } from "../tree.ts";

/** Which forms a value may have, as far as serialisation cares. */
export interface ValueForms {
  readonly list: boolean;
  readonly object: boolean;
  /** A text, number, boolean or null. */
  readonly plain: boolean;
}

const anything: ValueForms = { list: true, object: true, plain: true };

/** The forms that a schema lets a value have; all of them where it does not say. */
export function valueForms(tree: ContractTree, schema: Located | null): ValueForms {
  if (schema === null) return anything;
  const seen = new Set<string>();
  const queue: Located[] = [schema];
  const forms = { list: false, object: false, plain: false };
  while (queue.length > 0) {
    const node = queue.pop();
    const target = node === undefined ? null : tree.deref(node);
    if (target === null || seen.has(idOf(target))) continue;
    seen.add(idOf(target));
    const parts = ["allOf", "anyOf", "oneOf"].flatMap((key) => children(child(target, key)));
    const own = ownForms(target.value);
    if (own === null && parts.length === 0) return anything;
    if (own === null) queue.push(...parts.map(([, part]) => part));
    forms.list ||= own?.list ?? false;
    forms.object ||= own?.object ?? false;
    forms.plain ||= own?.plain ?? false;
  }
  return forms;
}

/** What the schema itself says; null: nothing. */
function ownForms(value: unknown): ValueForms | null {
  if (!isObject(value)) return null;
  const type = member(value, "type");
  const types = (Array.isArray(type) ? type : [type]).filter((item) => typeof item === "string");
  if (types.length > 0) {
    return {
      list: types.includes("array"),
      object: types.includes("object"),
      plain: types.some((item) => item !== "array" && item !== "object"),
    };
  }
  const values = value.const === undefined ? value.enum : [value.const];
  if (!Array.isArray(values)) return null;
  return {
    list: values.some((item) => Array.isArray(item)),
    object: values.some((item) => isObject(item)),
    plain: values.some((item) => typeof item !== "object" || item === null),
  };
}

/**
 * True where two ways of writing a value differ on the wire: plain values know no `explode`, and `simple` writes lists
 * the same either way.
 */
export function explodeMatters({ list, object }: ValueForms, style: string): boolean {
  if (style === "deepObject") return false;
  return object || (list && style !== "simple");
}
