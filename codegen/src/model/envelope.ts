import { isObject, member } from "../load/pointer.ts";
import { child, children, idOf, type Located } from "../load/reference.ts";
import type { BuildContext } from "./context.ts";

/** The envelopes that `x-berrys-envelope` may name. */
export type EnvelopeKind = "event" | "command" | "response" | "page";

/** A schema that wraps `data`, taken apart. */
export interface Envelope {
  readonly kind: EnvelopeKind;
  /** The schema of `data` as the message or response narrows it; null: only the general envelope has one. */
  readonly data: Located | null;
  /** `const` of `type`; null: open. */
  readonly type: Located | null;
  /** Services that `source` allows; null: open. */
  readonly sources: readonly string[] | null;
  readonly source: Located | null;
}

const kinds: ReadonlySet<string> = new Set<EnvelopeKind>(["event", "command", "response", "page"]);

/** Recognises an envelope through `$ref` and `allOf`; null: the schema is plain data. */
export function readEnvelope(ctx: BuildContext, node: Located): Envelope | null {
  const parts = partsOf(ctx, node);
  const carrier = parts.find(({ value }) => kinds.has(String(member(value, "x-berrys-envelope"))));
  if (carrier === undefined) return null;
  const narrowing = [...parts.filter((part) => part !== carrier), carrier];
  const property = (name: string, among: readonly Located[]): Located | null => {
    for (const part of among) {
      const found = child(child(part, "properties"), name);
      if (found.value !== undefined) return found;
    }
    return null;
  };
  const source = property("source", narrowing.slice(0, -1));
  const type = property("type", narrowing.slice(0, -1));
  return {
    kind: member(carrier.value, "x-berrys-envelope") as EnvelopeKind,
    data: property("data", narrowing),
    type:
      type !== null && typeof member(type.value, "const") === "string"
        ? child(type, "const")
        : null,
    source,
    sources: source === null ? null : textsOf(source.value),
  };
}

/** The schema and everything it takes in through `$ref` and `allOf`, outermost first. */
function partsOf(ctx: BuildContext, node: Located): readonly Located[] {
  const seen = new Set<string>();
  const found: Located[] = [];
  const left = [node];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const target = ctx.resolver.deref(next);
    if (target === null || !isObject(target.value) || seen.has(idOf(target))) continue;
    seen.add(idOf(target));
    if (isObject(next.value) && next !== target && Object.keys(next.value).length > 1)
      found.push(next);
    found.push(target);
    left.push(
      ...children(child(target, "allOf"))
        .map(([, part]) => part)
        .reverse(),
    );
  }
  return found;
}

function textsOf(schema: unknown): readonly string[] | null {
  const constant = member(schema, "const");
  if (typeof constant === "string") return [constant];
  const values = member(schema, "enum");
  return Array.isArray(values) ? values.filter((value) => typeof value === "string") : null;
}
