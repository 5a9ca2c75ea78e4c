import { isObject } from "../../../load/pointer.ts";
import { child, children, type Located } from "../../../load/reference.ts";

/** A schema with its type taken apart. */
export interface AvroType {
  /** `record`, `enum`, `fixed`, `array`, `map`, `union`, the name of a primitive, or `unknown`. */
  readonly kind: string;
  readonly located: Located;
  /** Full name of a named type; null: it has none. */
  readonly name: string | null;
}

/** Looks up types of one schema, past names that stand for types. */
export type AvroTypes = (node: Located) => AvroType;

const primitives: ReadonlySet<string> = new Set(
  "null boolean int long float double bytes string".split(" "),
);
const named: ReadonlySet<string> = new Set(["record", "error", "enum", "fixed"]);

/** Collects the named types of a schema. A short name counts where the full one is not found, as most readers have it. */
export function readAvroTypes(root: Located): AvroTypes {
  const byName = new Map<string, AvroType>();
  const left: { readonly node: Located; readonly namespace: string }[] = [
    { node: root, namespace: "" },
  ];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { node, namespace } = next;
    if (Array.isArray(node.value)) {
      for (const [, branch] of children(node)) left.push({ node: branch, namespace });
      continue;
    }
    if (!isObject(node.value)) continue;
    const { type, name, namespace: own } = node.value;
    let inside = namespace;
    if (typeof type === "string" && named.has(type) && typeof name === "string") {
      const space = typeof own === "string" ? own : namespace;
      const full = name.includes(".") || space === "" ? name : `${space}.${name}`;
      inside = full.includes(".") ? full.slice(0, full.lastIndexOf(".")) : "";
      const kind = type === "error" ? "record" : type;
      const found: AvroType = { kind, located: node, name: full };
      for (const key of [full, shortName(full)]) if (!byName.has(key)) byName.set(key, found);
    }
    for (const [, field] of children(child(node, "fields")))
      left.push({ node: child(field, "type"), namespace: inside });
    for (const key of ["items", "values", "type"])
      left.push({ node: child(node, key), namespace: inside });
  }
  return (node) => typeOf(node, byName);
}

/** The name without its namespace. */
export function shortName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

function typeOf(node: Located, byName: ReadonlyMap<string, AvroType>): AvroType {
  let at = node;
  // `{type: {type: …}}` nests as deep as the document does.
  while (isObject(at.value) && typeof at.value.type === "object" && at.value.type !== null)
    at = child(at, "type");
  if (Array.isArray(at.value)) return { kind: "union", located: at, name: null };
  const { value } = at;
  const written = isObject(value) ? value.type : value;
  if (typeof written !== "string") return { kind: "unknown", located: at, name: null };
  if (isObject(value) && named.has(written)) {
    const found = typeof value.name === "string" ? byName.get(value.name) : undefined;
    const kind = written === "error" ? "record" : written;
    const name = typeof value.name === "string" ? value.name : null;
    return found?.located.value === value ? found : { kind, located: at, name };
  }
  if (primitives.has(written) || written === "array" || written === "map")
    return { kind: written, located: at, name: null };
  return byName.get(written) ?? byName.get(shortName(written)) ?? unknown(at);
}

function unknown(located: Located): AvroType {
  return { kind: "unknown", located, name: null };
}
