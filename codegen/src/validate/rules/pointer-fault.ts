import { isObject, member } from "../../load/pointer.ts";
import type { BuildContext } from "../../model/context.ts";

/** Why a pointer into data names no text, number or boolean: nothing is there, or something that holds others. */
export type PointerFault =
  | { readonly kind: "missing"; readonly segment: string; readonly known: readonly string[] }
  | { readonly kind: "compound"; readonly type: string };

/** What is wrong with a pointer, as segments, into the data that a schema describes; null: nothing. */
export function pointerFault(
  ctx: BuildContext,
  schema: unknown,
  segments: readonly string[],
): PointerFault | null {
  let current: readonly unknown[] = [schema];
  for (const segment of segments) {
    const parts = current.flatMap((one) => partsOf(ctx, one, new Set()));
    const next = parts
      .map((part) => member(member(part, "properties"), segment))
      .filter((found) => found !== undefined);
    if (next.length === 0)
      return {
        kind: "missing",
        segment,
        known: parts.flatMap((part) => Object.keys(member(part, "properties") ?? {})),
      };
    current = next;
  }
  // Something that holds others has no one value.
  const types = current
    .flatMap((one) => partsOf(ctx, one, new Set()))
    .flatMap((part) => member(part, "type") ?? []);
  const type = types.find((one) => one === "object" || one === "array");
  const isScalar = types.some((one) => one !== type && one !== "null");
  return typeof type === "string" && !isScalar ? { kind: "compound", type } : null;
}

function partsOf(ctx: BuildContext, schema: unknown, seen: Set<string>): readonly unknown[] {
  if (!isObject(schema)) return [];
  const ref = schema.$ref;
  const target =
    typeof ref === "string" && !seen.has(ref)
      ? partsOf(ctx, ctx.schemas.get(ref)?.schema, seen.add(ref))
      : [];
  const combined = ["allOf", "anyOf", "oneOf"].flatMap((key) => {
    const list = schema[key];
    return Array.isArray(list) ? list.flatMap((part) => partsOf(ctx, part, seen)) : [];
  });
  return [schema, ...target, ...combined];
}
