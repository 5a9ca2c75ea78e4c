import { append, isObject } from "./pointer.ts";

/** A `$ref` as written. */
export interface FoundRef {
  /** Pointer of the object that holds it. */
  readonly pointer: string;
  readonly ref: string;
}

/** What one pass over a file finds. */
export interface ScannedFile {
  readonly refs: readonly FoundRef[];
  /** `mapping` values of discriminators that may be references. */
  readonly mappings: readonly FoundRef[];
  /** `$anchor` → pointer. */
  readonly anchors: ReadonlyMap<string, string>;
  /** `$id` → pointer. */
  readonly ids: ReadonlyMap<string, string>;
  /** Pointers of ids and anchors that an earlier place of the file already uses. */
  readonly duplicates: readonly {
    readonly id: string;
    readonly pointer: string;
    readonly first: string;
  }[];
}

/** Finds references, anchors and ids; data (examples, defaults, constants) is not looked into. */
export function scan(value: unknown): ScannedFile {
  const refs: FoundRef[] = [];
  const mappings: FoundRef[] = [];
  const anchors = new Map<string, string>();
  const ids = new Map<string, string>();
  const duplicates: { id: string; pointer: string; first: string }[] = [];

  const identify = (known: Map<string, string>, id: unknown, pointer: string) => {
    if (typeof id !== "string") return;
    const first = known.get(id);
    if (first === undefined) known.set(id, pointer);
    else duplicates.push({ id, pointer, first });
  };

  const visit = (node: unknown, pointer: string, isNameMap: boolean): void => {
    if (Array.isArray(node)) {
      for (const [index, item] of node.entries()) visit(item, append(pointer, index), false);
      return;
    }
    if (!isObject(node)) return;
    if (!isNameMap) {
      if (typeof node.$ref === "string") refs.push({ pointer, ref: node.$ref });
      identify(anchors, node.$anchor, pointer);
      identify(ids, node.$id, pointer);
    }
    for (const key of Object.keys(node)) {
      const next = node[key];
      if (typeof next !== "object" || next === null) continue;
      const at = append(pointer, key);
      if (isNameMap) visit(next, at, false);
      else if (key === "examples" && isObject(next)) visitExamples(next, at);
      else if (key === "mapping") visitMapping(next, at);
      else if (!dataKeys.has(key) && (!key.startsWith("x-") || key === previousKey))
        visit(next, at, nameMaps.has(key));
    }
  };

  const visitExamples = (examples: object, pointer: string) => {
    for (const [key, example] of Object.entries(examples)) {
      const ref: unknown = isObject(example) ? example.$ref : undefined;
      if (typeof ref === "string") refs.push({ pointer: append(pointer, key), ref });
    }
  };

  const visitMapping = (mapping: object, pointer: string) => {
    for (const [key, ref] of Object.entries(mapping)) {
      if (typeof ref === "string" && /[#/]|\.(ya?ml|json)$/.test(ref))
        mappings.push({ pointer: append(pointer, key), ref });
    }
  };

  visit(value, "", false);
  return { refs, mappings, anchors, ids, duplicates };
}

/** The one extension that holds schemas. */
const previousKey = "x-berrys-previous";

const dataKeys: ReadonlySet<string> = new Set([
  "example",
  "examples",
  "default",
  "const",
  "enum",
  "bindings",
]);

/** Keys whose members are names chosen by the author, not keywords. */
const nameMaps: ReadonlySet<string> = new Set([
  ..."properties patternProperties $defs definitions dependentSchemas dependencies schemas".split(
    " ",
  ),
  ..."channels messages operations replies parameters servers variables headers responses".split(
    " ",
  ),
  ..."requestBodies content links callbacks pathItems paths webhooks securitySchemes encoding".split(
    " ",
  ),
  ..."operationTraits messageTraits correlationIds replyAddresses".split(" "),
]);
