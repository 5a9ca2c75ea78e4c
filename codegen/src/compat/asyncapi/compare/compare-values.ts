import { isObject, member } from "../../../load/pointer.ts";
import { child, type Located } from "../../../load/reference.ts";
import type { ContractTree } from "../../tree.ts";
import { type Comparison, report, type Scope, show } from "../context.ts";
import { isEqual, missing } from "../equal.ts";
import { textAt } from "../view/layers.ts";

/** Placeholders of one version of an address, in order, and where they are declared. */
export interface Placeholders {
  readonly names: readonly string[];
  readonly declared: Located;
}

/** Two versions of the placeholders of an address. */
export interface PlaceholderPair {
  readonly kind: "server-variable" | "channel-parameter";
  readonly old: Placeholders;
  readonly now: Placeholders;
}

/** Compares placeholders by their position, since their names never reach the wire. */
export function comparePlaceholders(
  comparison: Comparison,
  scopes: readonly Scope[],
  { kind, old, now }: PlaceholderPair,
): void {
  // After a change of the address itself, positions no longer tell which placeholder is which.
  if (old.names.length !== now.names.length) return;
  const trees = [comparison.old.tree, comparison.now.tree] as const;
  for (const [index, name] of now.names.entries()) {
    const before = valuesOf(trees[0], child(old.declared, old.names[index] ?? name));
    const after = valuesOf(trees[1], child(now.declared, name));
    const at = [kind === "server-variable" ? "variables" : "parameters", name];
    compareValues(comparison, scopes, { kind, name, at, old: before, now: after });
  }
}

/** What a placeholder may hold. */
interface Values {
  readonly at: Located;
  /** Null: anything. */
  readonly allowed: readonly string[] | null;
  readonly fallback: string | null;
}

/** AsyncAPI 2 puts the values of a channel's parameter into a schema. */
function valuesOf(tree: ContractTree, declared: Located): Values {
  const at = tree.deref(declared) ?? declared;
  const schema = child(at, "schema");
  const holder = schema.value === undefined ? at : (tree.deref(schema) ?? schema);
  const { enum: listed, const: only } = isObject(holder.value) ? holder.value : {};
  const texts = Array.isArray(listed) ? listed : only === undefined ? null : [only];
  const fallback = member(holder.value, "default");
  return {
    at,
    allowed: texts === null || texts.length === 0 ? null : texts.map(String),
    fallback: fallback === undefined || fallback === null ? null : String(fallback),
  };
}

interface ValuePair {
  readonly kind: PlaceholderPair["kind"];
  readonly name: string;
  readonly at: readonly string[];
  readonly old: Values;
  readonly now: Values;
}

function compareValues(comparison: Comparison, scopes: readonly Scope[], pair: ValuePair): void {
  const { kind, name, at, old, now } = pair;
  const what = `\`${name}\``;
  const tell = (
    rule:
      | `${"value" | "default"}-${"added" | "removed"}`
      | "default-changed"
      | "restricted"
      | "opened",
    message: string,
    detail?: string,
  ) =>
    report(comparison, scopes, {
      rule: `asyncapi/${kind}-${rule}`,
      message,
      at,
      old: old.at,
      new: now.at,
      ...(detail === undefined ? null : { detail }),
    });
  if (old.allowed === null && now.allowed !== null)
    tell("restricted", `${what} may only be ${now.allowed.map(show).join(", ")} now`);
  if (old.allowed !== null && now.allowed === null)
    tell(
      "opened",
      `${what} may be anything now; it was one of ${old.allowed.map(show).join(", ")}`,
    );
  if (old.allowed !== null && now.allowed !== null) {
    for (const value of missing(old.allowed, now.allowed))
      tell("value-removed", `${what} may no longer be ${show(value)}`, value);
    for (const value of missing(now.allowed, old.allowed))
      tell("value-added", `${what} may now also be ${show(value)}`, value);
  }
  const [before, after] = [old.fallback, now.fallback];
  if (before === after) return;
  if (before === null) tell("default-added", `${what} is ${show(after)} where it is left out`);
  else if (after === null)
    tell("default-removed", `${what} must be stated now; it was ${show(before)} where left out`);
  else
    tell(
      "default-changed",
      `${what} is ${show(after)} where it is left out; it was ${show(before)}`,
    );
}

/** The constraints of a parameter's schema beside those that {@link comparePlaceholders} compares; null: none. */
export function otherConstraints(tree: ContractTree, declared: Located): Located | null {
  const at = tree.deref(declared) ?? declared;
  const written = child(at, "schema");
  const schema = written.value === undefined ? null : tree.deref(written);
  if (schema === null || !isObject(schema.value)) return null;
  const left = Object.entries(schema.value).filter(
    ([key, value]) =>
      !["enum", "const", "default", "description", "title", "examples"].includes(key) &&
      !key.startsWith("x-") &&
      !(key === "type" && isEqual(value, "string")),
  );
  if (left.length === 0) return null;
  const value = { type: "string", ...Object.fromEntries(left) };
  // A schema that no file holds needs a pointer of its own.
  return { file: schema.file, pointer: `${schema.pointer}/x-without-values`, value };
}

/** `location` of a parameter. */
export function locationOf(tree: ContractTree, declared: Located): Located | null {
  const at = tree.deref(declared) ?? declared;
  const location = child(at, "location");
  return textAt(location) === null ? null : location;
}
