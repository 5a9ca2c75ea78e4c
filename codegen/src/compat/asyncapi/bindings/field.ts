import type { AsyncapiRuleId } from "../rules.ts";

/** How a member of a binding is compared, and by which rules. */
export interface BindingField {
  /** Segments inside the binding, joined with `/`. */
  readonly path: string;
  readonly compare: "value" | "amount" | "list" | "schema";
  /** Rule of a value or list that changed, and of an amount or schema where it has no better one. */
  readonly changed: AsyncapiRuleId;
  /** Rule of an amount that went down, of a value that became weaker, of a schema that accepts less. */
  readonly lowered?: AsyncapiRuleId;
  /** Rule of the opposite. */
  readonly raised?: AsyncapiRuleId;
  /** Values from weak to strong. */
  readonly order?: readonly unknown[];
  /** What the protocol takes where the member is absent. */
  readonly fallback?: unknown;
  /** True: the channel's address stands in where the member is absent. */
  readonly isAddress?: boolean;
  /** A member of the items of a list with a rule of its own, for lists that differ in nothing else. */
  readonly item?: { readonly key: string; readonly changed: AsyncapiRuleId };
  /** Amounts that mean "without limit". */
  readonly unlimited?: readonly unknown[];
}

/** Fields of the bindings of one object, by protocol. */
export type BindingFields = Readonly<Record<string, readonly BindingField[]>>;

type Extras = Partial<Pick<BindingField, "fallback" | "isAddress" | "unlimited" | "order">>;

/** A value that is the same or not. */
export function value(path: string, changed: AsyncapiRuleId, extras: Extras = {}): BindingField {
  return { path, compare: "value", changed, ...extras };
}

/** Values that differ in strength. */
export function strength(
  path: string,
  [lowered, raised]: readonly [AsyncapiRuleId, AsyncapiRuleId],
  extras: Extras & { readonly order: readonly unknown[] },
): BindingField {
  return { path, compare: "value", changed: lowered, lowered, raised, ...extras };
}

/** A number, a limit, a time. Raising it only tunes unless a rule is given. */
export function amount(
  path: string,
  lowered: AsyncapiRuleId,
  extras: Extras & { readonly raised?: AsyncapiRuleId } = {},
): BindingField {
  const raised = extras.raised ?? "asyncapi/binding-tuned";
  return { path, compare: "amount", changed: lowered, lowered, ...extras, raised };
}

/** A list whose order does not count. */
export function list(
  path: string,
  changed: AsyncapiRuleId,
  extras: Pick<BindingField, "item"> = {},
): BindingField {
  return { path, compare: "list", changed, ...extras };
}

/** A JSON Schema. */
export function schema(
  path: string,
  lowered: AsyncapiRuleId,
  raised: AsyncapiRuleId = lowered,
): BindingField {
  return { path, compare: "schema", changed: lowered, lowered, raised };
}

/** Members that only tune the broker. */
export function tuned(...paths: readonly string[]): readonly BindingField[] {
  return paths.map((path) => value(path, "asyncapi/binding-tuned"));
}
