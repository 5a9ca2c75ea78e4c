import { createHash } from "node:crypto";
import type { DescField, DescMessage, DescService } from "@bufbuild/protobuf";
import type { ServiceDefinition } from "../definitions.ts";

/** What one side of calls knows: what can be called, and how what travels is laid out. */
export interface Surface {
  /** Of all the rest; equal hashes: equal surfaces. */
  readonly hash: string;
  /** What can be called → with what, e.g. `CreatePlan` → `unary a.Request a.Response`. */
  readonly entries: Readonly<Record<string, string>>;
  /** Parts of what travels → how they are laid out, e.g. `a.Request#1` → `string`. */
  readonly shapes: Readonly<Record<string, string>>;
}

/** What an instance serves and calls, by interface: the qualified name of an RPC service, or `rest`. */
export interface Contract {
  readonly serves: Readonly<Record<string, Surface>>;
  readonly calls: Readonly<Record<string, Called>>;
}

/** An interface as its caller knows it. */
export interface Called {
  /** Service that answers. */
  readonly service: string;
  readonly surface: Surface;
}

/** What a caller can expect of a callee. `differs`: one of them knows more, and what both know is equal. */
export type Agreement =
  | { readonly kind: "equal" | "differs" }
  | {
      readonly kind: "incompatible";
      /** What is wrong, one short sentence each, e.g. "`CreatePlan` is not there". */
      readonly problems: readonly string[];
    };

/** The contract that emitted code holds. */
export function contractOf(definition: ServiceDefinition): Contract {
  const serves = Object.values(definition.serves).map(
    ({ desc }) => [desc.typeName, surfaceOf(desc)] as const,
  );
  const calls = Object.values(definition.calls).map(
    ({ desc, service }) => [desc.typeName, { service, surface: surfaceOf(desc) }] as const,
  );
  const { basePath, operations } = definition.rest;
  const entries = Object.fromEntries(
    operations.map(({ method, path, operationId }) => [`${method} ${basePath}${path}`, operationId]),
  );
  const rest = operations.length === 0 ? {} : { rest: withHash(entries, {}) };
  return { serves: { ...Object.fromEntries(serves), ...rest }, calls: Object.fromEntries(calls) };
}

/** One hash over all that is served. */
export function hashOf({ serves }: Contract): string {
  const names = Object.keys(serves).sort();
  return digest(names.map((name) => `${name} ${serves[name]?.hash}`));
}

/** Compares what a caller knows with what the callee serves; undefined: the callee has no such interface. */
export function agreementOf(caller: Surface, callee: Surface | undefined): Agreement {
  if (callee === undefined)
    return { kind: "incompatible", problems: ["the callee does not serve it"] };
  if (caller.hash === callee.hash) return { kind: "equal" };
  const problems = [
    ...Object.entries(caller.entries).flatMap(([name, expected]) => {
      const got = callee.entries[name];
      if (got === undefined) return [`\`${name}\` is not there`];
      return got === expected ? [] : [`\`${name}\` is \`${got}\`, expected \`${expected}\``];
    }),
    ...Object.entries(caller.shapes).flatMap(([name, expected]) => {
      const got = callee.shapes[name];
      // What one side does not know it passes over.
      return got === undefined || got === expected
        ? []
        : [`\`${name}\` is \`${got}\`, expected \`${expected}\``];
    }),
  ];
  return problems.length === 0 ? { kind: "differs" } : { kind: "incompatible", problems };
}

/** What can be called of an RPC service, and every field of every message that travels, by number. */
export function surfaceOf(desc: DescService): Surface {
  const entries: Record<string, string> = {};
  const shapes: Record<string, string> = {};
  const seen = new Set<string>();
  for (const method of desc.methods) {
    const { input, output } = method;
    entries[method.name] = `${method.methodKind} ${input.typeName} ${output.typeName}`;
    addShapes(input, shapes, seen);
    addShapes(output, shapes, seen);
  }
  return withHash(entries, shapes);
}

function addShapes(
  message: DescMessage,
  shapes: Record<string, string>,
  seen: Set<string>,
): void {
  if (seen.has(message.typeName)) return;
  seen.add(message.typeName);
  for (const field of message.fields) {
    shapes[`${message.typeName}#${field.number}`] = layoutOf(field);
    if (field.message !== undefined) addShapes(field.message, shapes, seen);
  }
}

/** How a field is laid out on the wire; its name is not part of that. */
function layoutOf(field: DescField): string {
  switch (field.fieldKind) {
    case "scalar":
      return `${field.scalar}`;
    case "enum":
      return `enum ${field.enum.typeName}`;
    case "message":
      return field.message.typeName;
    case "list":
      return `repeated ${kindOf(field)}`;
    case "map":
      return `map ${field.mapKey} ${kindOf(field)}`;
  }
}

function kindOf(field: DescField & { readonly fieldKind: "list" | "map" }): string {
  if (field.message !== undefined) return field.message.typeName;
  return field.enum === undefined ? `${field.scalar}` : `enum ${field.enum.typeName}`;
}

function withHash(
  entries: Readonly<Record<string, string>>,
  shapes: Readonly<Record<string, string>>,
): Surface {
  return { hash: digest([...linesOf(entries), "", ...linesOf(shapes)]), entries, shapes };
}

function linesOf(record: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys(record)
    .sort()
    .map((name) => `${name} ${record[name]}`);
}

function digest(lines: readonly string[]): string {
  return createHash("sha256").update(lines.join("\n")).digest("hex").slice(0, 16);
}
