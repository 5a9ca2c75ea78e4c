import type { SchemaScope } from "../schema/scope.ts";
import type { EmitOptions } from "./output.ts";
import { list } from "./printer.ts";

/** One imported name: from another emitted module or from a package. */
export type ImportRequest = {
  readonly name: string;
  /** True if only the type is used. */
  readonly typeOnly: boolean;
} & ({ readonly module: string } | { readonly package: string });

/** Gathers the imports of one emitted module while its code is made. */
export interface ImportCollector {
  /** The module the code lands in, and the schemas it can refer to. */
  readonly scope: SchemaScope;
  /** Whether the module declares this name itself. */
  declares(name: string): boolean;
  /** Records an import and returns the name to use in the code; names of the own module need no import. */
  add(request: ImportRequest): string;
  /** A value of the runtime's entry point, e.g. `deepEqual`. */
  runtimeValue(name: string): string;
  /** A type of the runtime's entry point, e.g. `Violation`. */
  runtimeType(name: string): string;
  /** A type of another emitted module. */
  type(module: string, name: string): string;
  /** A value of another emitted module. */
  value(module: string, name: string): string;
  /** The import lines, sorted: packages first, then relative modules. Empty if nothing is imported. */
  print(): string;
}

/** What a collector needs to know about the module it works for. */
export interface ImportCollectorOptions extends EmitOptions {
  readonly scope: SchemaScope;
  /** Names the module declares itself: an import of the same name gets an alias. */
  readonly declared?: ReadonlySet<string>;
}

/** Names that emitted code uses without importing them; an import must not hide them. */
const globals = (
  "Array AsyncIterable FormData NonNullable Number Object Omit Partial Pick Promise ReadonlyArray " +
  "Readonly Record RegExp Set String Uint8Array"
).split(" ");

/** An empty collector for one module. */
export function createImportCollector(options: ImportCollectorOptions): ImportCollector {
  const { scope } = options;
  const bySource = new Map<string, Map<string, { typeOnly: boolean; local: string }>>();
  const taken = new Set([...globals, ...(options.declared ?? [])]);

  const declares = (name: string) => options.declared?.has(name) ?? false;
  const freeName = (name: string): string => {
    let local = name;
    for (let number = 1; taken.has(local); number++) {
      local = `imported_${name}${number === 1 ? "" : number}`;
    }
    taken.add(local);
    return local;
  };

  const add = (request: ImportRequest): string => {
    const { name, typeOnly } = request;
    if ("module" in request && request.module === scope.module) return name;
    const source =
      "module" in request
        ? relativeModule(scope.module, request.module) + options.importExtension
        : request.package;
    const names = bySource.get(source) ?? new Map<string, { typeOnly: boolean; local: string }>();
    bySource.set(source, names);
    const known = names.get(name);
    const local = known?.local ?? freeName(name);
    names.set(name, { local, typeOnly: typeOnly && (known?.typeOnly ?? true) });
    return local;
  };

  return {
    scope,
    declares,
    add,
    runtimeValue: (name) => add({ package: options.runtime, name, typeOnly: false }),
    runtimeType: (name) => add({ package: options.runtime, name, typeOnly: true }),
    type: (module, name) => add({ module, name, typeOnly: true }),
    value: (module, name) => add({ module, name, typeOnly: false }),
    print: () =>
      [...bySource]
        .sort(([a], [b]) => Number(a.startsWith(".")) - Number(b.startsWith(".")) || compare(a, b))
        .map(([source, names]) => importLine(source, names))
        .join("\n"),
  };
}

function importLine(
  source: string,
  names: ReadonlyMap<string, { typeOnly: boolean; local: string }>,
): string {
  const typesOnly = [...names.values()].every(({ typeOnly }) => typeOnly);
  const items = [...names]
    .sort(([a], [b]) => compare(a, b))
    .map(([name, { local, typeOnly }]) => {
      const binding = local === name ? name : `${name} as ${local}`;
      return typeOnly && !typesOnly ? `type ${binding}` : binding;
    });
  return list(typesOnly ? "import type {" : "import {", items, `} from "${source}";`);
}

/** The specifier of one emitted module seen from another, without extension: `./b`, `../schemas/project`. */
export function relativeModule(from: string, to: string): string {
  const here = from.split("/").slice(0, -1);
  const there = to.split("/");
  let shared = 0;
  while (shared < here.length && shared < there.length - 1 && here[shared] === there[shared]) {
    shared++;
  }
  const up = here.length - shared;
  return `${up === 0 ? "./" : "../".repeat(up)}${there.slice(shared).join("/")}`;
}

/** Order by code units, the same on every machine and locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
