import { basename } from "node:path/posix";
import { isObject, segmentsOf } from "../load/pointer.ts";
import type { Resolver } from "../load/reference.ts";
import { child, children, idOf, isProblem, type Located, refOf } from "../load/reference.ts";
import { methods } from "./methods.ts";

/** Members of `components` that a reference can be about. */
type ComponentKind =
  | "schemas"
  | "responses"
  | "parameters"
  | "examples"
  | "requestBodies"
  | "headers"
  | "links"
  | "callbacks";

/** What stands at a place of a document; `data` is nobody's grammar and copied as it is. */
type Role =
  | ComponentKind
  | "document"
  | "components"
  | "pathItem"
  | "operation"
  | "mediaType"
  | "data"
  | { readonly each: Role };

type JsonObject = Record<string, unknown>;

interface Bundle {
  readonly resolver: Resolver;
  readonly root: Located;
  /** Place → its name in `components`. */
  readonly names: Map<string, string>;
  readonly taken: Map<ComponentKind, Set<string>>;
  readonly waiting: {
    readonly kind: ComponentKind;
    readonly name: string;
    readonly node: Located;
  }[];
  /** Path items that are being copied: one that leads to itself through a callback stays a reference. */
  readonly open: Set<string>;
}

/**
 * An OpenAPI document of several files as one: path items stand where they are referred to, everything else moves to
 * `components` under the last part of its place. What cannot be followed stays as it is; loading has reported it.
 */
export function bundleOpenApi(resolver: Resolver, root: Located): Readonly<JsonObject> {
  const bundle: Bundle = {
    ...{ resolver, root, names: new Map(), taken: new Map(), waiting: [], open: new Set() },
  };
  for (const [kind, members] of children(child(root, "components"))) {
    if (!isComponentKind(kind)) continue;
    for (const [name, node] of children(members)) {
      takenOf(bundle, kind).add(name);
      bundle.names.set(`${kind} ${idOf(node)}`, name);
      const target = targetOf(bundle, node);
      if (target !== null) bundle.names.set(`${kind} ${idOf(target)}`, name);
    }
  }
  const whole = copy(bundle, root, "document") as JsonObject;
  const components = (whole.components ?? {}) as Record<string, JsonObject>;
  for (let next = bundle.waiting.shift(); next !== undefined; next = bundle.waiting.shift()) {
    const { kind, name, node } = next;
    components[kind] = { ...components[kind], [name]: copy(bundle, node, kind) };
  }
  return Object.keys(components).length === 0 ? whole : { ...whole, components };
}

function copy(bundle: Bundle, node: Located, role: Role): unknown {
  const { value } = node;
  if (role === "data" || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value))
    return children(node).map(([key, item]) => copy(bundle, item, roleOf(role, key)));
  if (refOf(value) !== null) return copyReference(bundle, node, role);
  return copyMembers(bundle, node, role);
}

function copyMembers(bundle: Bundle, node: Located, role: Role): JsonObject {
  const copied: JsonObject = {};
  for (const [key, item] of children(node)) {
    if (role === "schemas" && key === "discriminator") copied[key] = mapped(bundle, item);
    else copied[key] = copy(bundle, item, roleOf(role, key));
  }
  return copied;
}

function copyReference(bundle: Bundle, node: Located, role: Role): unknown {
  const target = targetOf(bundle, node);
  const { $ref: _ref, ...more } = copyMembers(bundle, node, role);
  if (target === null || typeof role !== "string") return node.value;
  if (role === "pathItem") {
    const id = idOf(target);
    if (bundle.open.has(id)) return node.value;
    bundle.open.add(id);
    const item = { ...copyMembers(bundle, target, role), ...more };
    bundle.open.delete(id);
    return item;
  }
  if (!isComponentKind(role)) return node.value;
  const name = nameOf(bundle, role, target);
  // An entry of `components` that is nothing but a reference to elsewhere becomes what it refers to.
  if (bundle.names.get(`${role} ${idOf(node)}`) === name)
    return { ...copyMembers(bundle, target, role), ...more };
  return { $ref: `#/components/${role}/${name}`, ...more };
}

function targetOf({ resolver }: Bundle, node: Located): Located | null {
  const ref = refOf(node.value);
  const target = ref === null ? null : resolver.resolve(node, ref);
  return target === null || isProblem(target) ? null : target;
}

/** The name of a place in `components`; new ones wait there to be copied. */
function nameOf(bundle: Bundle, kind: ComponentKind, target: Located): string {
  const id = `${kind} ${idOf(target)}`;
  const known = bundle.names.get(id);
  if (known !== undefined) return known;
  const taken = takenOf(bundle, kind);
  const wanted = (segmentsOf(target.pointer).at(-1) ?? basename(target.file))
    .replace(/\.(ya?ml|json)$/, "")
    .replaceAll(/[^\w.-]/g, "_");
  let name = wanted;
  for (let count = 2; taken.has(name); count++) name = `${wanted}_${count}`;
  taken.add(name);
  bundle.names.set(id, name);
  bundle.waiting.push({ kind, name, node: target });
  return name;
}

function takenOf({ taken }: Bundle, kind: ComponentKind): Set<string> {
  const names = taken.get(kind) ?? new Set();
  taken.set(kind, names);
  return names;
}

/** A discriminator whose mapping leads to the components. */
function mapped(bundle: Bundle, node: Located): unknown {
  if (!isObject(node.value) || !isObject(node.value.mapping)) return node.value;
  const mapping = children(child(node, "mapping")).map(([key, { value }]) => {
    const target =
      typeof value === "string" && /[#/.]/.test(value)
        ? bundle.resolver.resolve(node, value)
        : null;
    if (target === null || isProblem(target)) return [key, value];
    return [key, `#/components/schemas/${nameOf(bundle, "schemas", target)}`];
  });
  return { ...node.value, mapping: Object.fromEntries(mapping) };
}

const componentRoles: Readonly<Record<ComponentKind, Readonly<Record<string, Role>>>> = {
  schemas: { enum: "data", const: "data", default: "data", example: "data", examples: "data" },
  responses: {
    content: { each: "mediaType" },
    headers: { each: "headers" },
    links: { each: "links" },
  },
  parameters: { schema: "schemas", content: { each: "mediaType" }, examples: { each: "examples" } },
  headers: { schema: "schemas", content: { each: "mediaType" }, examples: { each: "examples" } },
  requestBodies: { content: { each: "mediaType" } },
  examples: {},
  links: {},
  callbacks: {},
};

const otherRoles: Readonly<Record<string, Readonly<Record<string, Role>>>> = {
  document: {
    paths: { each: "pathItem" },
    webhooks: { each: "pathItem" },
    components: "components",
  },
  components: { pathItems: { each: "pathItem" } },
  pathItem: { parameters: { each: "parameters" } },
  operation: {
    parameters: { each: "parameters" },
    requestBody: "requestBodies",
    responses: { each: "responses" },
    callbacks: { each: "callbacks" },
  },
  mediaType: { schema: "schemas", examples: { each: "examples" }, encoding: { each: "responses" } },
};

/** Members of a schema that hold schemas by name, where `enum` or `default` is a name like any other. */
const schemaMaps: ReadonlySet<string> = new Set([
  "properties",
  "patternProperties",
  "$defs",
  "definitions",
  "dependentSchemas",
]);

function roleOf(role: Role, key: string): Role {
  if (typeof role !== "string") return role.each;
  if (role === "schemas") {
    return schemaMaps.has(key) ? { each: "schemas" } : (componentRoles.schemas[key] ?? "schemas");
  }
  if (role === "components" && isComponentKind(key)) return { each: key };
  if (role === "pathItem" && methods.some((method) => method === key)) return "operation";
  if (role === "callbacks") return "pathItem";
  return (
    (isComponentKind(role) ? componentRoles : otherRoles)[role as ComponentKind][key] ?? "data"
  );
}

function isComponentKind(kind: string): kind is ComponentKind {
  return Object.hasOwn(componentRoles, kind);
}
