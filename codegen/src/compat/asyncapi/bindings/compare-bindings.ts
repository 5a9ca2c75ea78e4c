import { isObject } from "../../../load/pointer.ts";
import { child, children, type Located } from "../../../load/reference.ts";
import type { ContractTree } from "../../tree.ts";
import { type Comparison, type Found, report, type Scope, show } from "../context.ts";
import { canonical, isEqual } from "../equal.ts";
import { schemaEffect } from "../schema-effect.ts";
import type { Layers } from "../view/layers.ts";
import { channelFields } from "./channel-fields.ts";
import type { BindingField, BindingFields } from "./field.ts";
import { messageFields } from "./message-fields.ts";
import { operationFields } from "./operation-fields.ts";
import { serverFields } from "./server-fields.ts";

/** Objects that have bindings. */
export type BindingHolder = "server" | "channel" | "operation" | "message";

const fieldsOf: Readonly<Record<BindingHolder, BindingFields>> = {
  server: serverFields,
  channel: channelFields,
  operation: operationFields,
  message: messageFields,
};

/** Two versions of an object with bindings. */
export interface Bound {
  readonly holder: BindingHolder;
  readonly old: Layers;
  readonly now: Layers;
  /** Address of the channel, which stands in for destinations that are not stated. */
  readonly address?: { readonly old: string | null; readonly now: string | null };
}

/** Compares the bindings of all protocols, member by member. */
export function compareBindings(
  comparison: Comparison,
  scopes: readonly Scope[],
  bound: Bound,
): void {
  const old = protocolsOf(comparison.old.tree, bound.old);
  const now = protocolsOf(comparison.now.tree, bound.now);
  for (const protocol of new Set([...now.keys(), ...old.keys()])) {
    const listed = fieldsOf[bound.holder];
    const fields = Object.hasOwn(listed, protocol) ? (listed[protocol] ?? []) : [];
    const members = {
      old: membersOf(old.get(protocol) ?? [], fields),
      now: membersOf(now.get(protocol) ?? [], fields),
    };
    for (const found of compareProtocol(comparison, bound, { fields, members })) {
      const path = found.at ?? [];
      report(comparison, scopes, { ...found, at: ["bindings", protocol, ...path] });
    }
  }
}

/** Bindings under one name for each protocol: `wss` is `ws`, `amqps` is `amqp`. */
const aliases: Readonly<Record<string, string>> = {
  wss: "ws",
  https: "http",
  amqps: "amqp",
  mqtts: "mqtt",
  "secure-mqtt": "mqtt",
  "kafka-secure": "kafka",
  rediss: "redis",
};

function protocolsOf(tree: ContractTree, layers: Layers): ReadonlyMap<string, Layers> {
  const found = new Map<string, Located[]>();
  for (const layer of layers) {
    const bindings = tree.deref(child(layer, "bindings"));
    for (const [key, node] of bindings === null ? [] : children(bindings)) {
      const target = tree.deref(node);
      if (target === null || !isObject(target.value)) continue;
      const protocol = (Object.hasOwn(aliases, key) ? aliases[key] : undefined) ?? key;
      found.set(protocol, [...(found.get(protocol) ?? []), target]);
    }
  }
  return found;
}

type Members = ReadonlyMap<string, Located>;

/** Members by path: those that a field names as a whole, all others down to what is no object. */
function membersOf(layers: Layers, fields: readonly BindingField[]): Members {
  const whole = new Set(fields.map(({ path }) => path));
  const found = new Map<string, Located>();
  const visit = (node: Located, path: string): void => {
    if (path === "bindingVersion" || found.has(path)) return;
    const isLeaf = !isObject(node.value) || whole.has(path);
    if (isLeaf) found.set(path, node);
    else
      for (const [key, part] of children(node)) visit(part, path === "" ? key : `${path}/${key}`);
  };
  for (const layer of layers) visit(layer, "");
  for (const [path, node] of [...found]) if (node.value === null) found.delete(path);
  return found;
}

interface Protocol {
  readonly fields: readonly BindingField[];
  readonly members: { readonly old: Members; readonly now: Members };
}

function compareProtocol(
  comparison: Comparison,
  bound: Bound,
  { fields, members }: Protocol,
): readonly Found[] {
  const byPath = new Map(fields.map((field) => [field.path, field]));
  const paths = new Set([...members.now.keys(), ...members.old.keys()]);
  return [...paths].flatMap((path) => {
    const old = members.old.get(path) ?? null;
    const now = members.now.get(path) ?? null;
    const field = byPath.get(path) ?? {
      path,
      compare: "value",
      changed: "asyncapi/binding-changed",
    };
    const around = { old: bound.old[0] ?? null, new: bound.now[0] ?? null };
    const at = path.split("/");
    return compareField(comparison, field, { old, now }, bound).map((found) => ({
      ...found,
      at,
      old: found.old ?? old ?? around.old,
      new: found.new ?? now ?? around.new,
    }));
  });
}

type Told = Pick<Found, "rule" | "message" | "detail"> & Partial<Pick<Found, "old" | "new">>;

function compareField(
  { schemas }: Comparison,
  field: BindingField,
  { old, now }: { readonly old: Located | null; readonly now: Located | null },
  { address }: Bound,
): readonly Told[] {
  const name = `\`${field.path.replaceAll("/", ".")}\``;
  if (field.compare === "schema" && old !== null && now !== null) {
    const { narrowed, widened } = schemaEffect(schemas, old, now);
    const changes: readonly Told[] = [
      ...narrowed.map((change) => ({ ...change, rule: field.lowered ?? field.changed })),
      ...widened.map((change) => ({ ...change, rule: field.raised ?? field.changed })),
    ].map(({ rule, message, kind, path, detail, old: from, new: to }) => ({
      rule,
      old: from,
      new: to,
      message: `${name}: ${message}`,
      detail: [kind, ...path, detail ?? ""].join(" "),
    }));
    // One change hurts both sides where the rule is the same for both.
    return [...new Map(changes.map((told) => [`${told.rule} ${told.detail}`, told])).values()];
  }
  const standIn = (version: "old" | "now") =>
    field.isAddress === true ? (address?.[version] ?? undefined) : field.fallback;
  const before = old === null ? standIn("old") : old.value;
  const after = now === null ? standIn("now") : now.value;
  if (before === undefined)
    return [{ rule: "asyncapi/binding-added", message: `${name} is now stated as ${show(after)}` }];
  if (after === undefined)
    return [
      {
        rule: "asyncapi/binding-removed",
        message: `${name} is no longer stated; it was ${show(before)}`,
      },
    ];
  if (isSame(field, before, after)) return [];
  const message = `${name} went from ${shown(field, before)} to ${shown(field, after)}`;
  return [{ rule: ruleOf(field, before, after), message }];
}

function isSame(field: BindingField, before: unknown, after: unknown): boolean {
  if (field.compare === "amount" && amountOf(field, before) === amountOf(field, after)) return true;
  if (field.compare === "list") return isSameList(before, after);
  return isEqual(before, after);
}

/** Lists whose order does not count, with or without a member of their items. */
function isSameList(before: unknown, after: unknown, without?: string): boolean {
  if (!Array.isArray(before) || !Array.isArray(after)) return isEqual(before, after);
  const texts = (list: readonly unknown[]) =>
    list.map((item) =>
      canonical(isObject(item) && without !== undefined ? { ...item, [without]: null } : item),
    );
  return isEqual(texts(before).sort(), texts(after).sort());
}

function ruleOf(field: BindingField, before: unknown, after: unknown): Found["rule"] {
  const { changed, lowered = changed, raised = changed, order, item } = field;
  if (item !== undefined && isSameList(before, after, item.key)) return item.changed;
  const [a, b] =
    field.compare === "amount"
      ? [amountOf(field, before), amountOf(field, after)]
      : [order?.indexOf(before) ?? -1, order?.indexOf(after) ?? -1];
  if (a === null || b === null || a === b) return changed;
  if (field.compare !== "amount" && (a === -1 || b === -1)) return changed;
  return b < a ? lowered : raised;
}

/** Numbers, and times such as `86400s`. */
function amountOf({ unlimited = [] }: BindingField, value: unknown): number | null {
  if (unlimited.includes(value)) return Number.POSITIVE_INFINITY;
  if (typeof value === "number") return value;
  const match = typeof value === "string" ? /^(\d+(?:\.\d+)?)(ms|s)?$/.exec(value) : null;
  if (match === null) return null;
  return Number(match[1]) * (match[2] === "ms" ? 0.001 : 1);
}

function shown(field: BindingField, value: unknown): string {
  const isUnlimited =
    field.compare === "amount" && amountOf(field, value) === Number.POSITIVE_INFINITY;
  return isUnlimited ? "no limit" : show(value);
}
