import { isObject, member } from "../../../load/pointer.ts";
import { child, children, idOf, type Located } from "../../../load/reference.ts";
import type { ContractTree } from "../../tree.ts";
import { fingerprintOf, propertiesOf } from "./fingerprint.ts";
import { field, isVersion3, layersOf, textField } from "./layers.ts";
import { mergedSchema } from "./merged-schema.ts";
import type { Content, Message } from "./view.ts";

/** Reads messages; the same place gives the same message. */
export type MessageReader = (key: string, node: Located) => Message | null;

/** A reader of the messages of one document; what is no message is left out. */
export function createMessageReader(tree: ContractTree): MessageReader {
  const known = new Map<string, Message>();
  return (key, node) => {
    const located = tree.deref(node);
    if (located === null || !isObject(located.value)) return null;
    // A message without a name is known by its key, and two channels may give it two.
    const id = `${idOf(located)} ${key}`;
    const found = known.get(id) ?? readMessage(tree, key, located);
    known.set(id, found);
    return found;
  };
}

function readMessage(tree: ContractTree, key: string, located: Located): Message {
  const layers = layersOf(tree, located);
  const payload = contentOf(tree, field(layers, "payload"), field(layers, "schemaFormat"));
  const parts = payload.schema === null ? [] : partsOf(tree, payload.schema);
  const envelope =
    parts
      .map((part) => child(part, "x-berrys-envelope"))
      .find(({ value }) => value !== undefined) ?? null;
  const name = textField(layers, "name") ?? (envelope === null ? null : constantType(parts));
  const headers = contentOf(tree, mergedSchema(tree, layers, "headers"), null);
  let fingerprint: string | null = null;
  return {
    key,
    type: name === null ? key : String(name.value),
    isNamed: name !== null,
    located,
    layers,
    payload,
    headers,
    envelope,
    fingerprint: () => {
      fingerprint ??= [payload, headers]
        .map(({ schema }) => fingerprintOf(tree, schema))
        .join("\n");
      return fingerprint;
    },
    properties: () => propertiesOf(tree, payload.schema),
  };
}

/** AsyncAPI 3 states the format around the schema, AsyncAPI 2 beside it. */
function contentOf(tree: ContractTree, node: Located | null, beside: Located | null): Content {
  if (node === null) return { schema: null, format: null };
  if (!isVersion3(tree)) return { schema: node, format: beside };
  const target = tree.deref(node);
  const format = target === null ? undefined : member(target.value, "schemaFormat");
  if (target === null || typeof format !== "string") return { schema: node, format: null };
  const schema = child(target, "schema");
  return {
    schema: schema.value === undefined ? null : schema,
    format: child(target, "schemaFormat"),
  };
}

/** The schema and what it takes in through `$ref` and `allOf`, outermost first. */
function partsOf(tree: ContractTree, node: Located): readonly Located[] {
  const seen = new Set<string>();
  const found: Located[] = [];
  const left = [node];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const target = tree.deref(next);
    if (target === null || !isObject(target.value) || seen.has(idOf(target))) continue;
    seen.add(idOf(target));
    found.push(target);
    left.push(
      ...children(child(target, "allOf"))
        .map(([, part]) => part)
        .reverse(),
    );
  }
  return found;
}

function constantType(parts: readonly Located[]): Located | null {
  for (const part of parts) {
    const type = child(child(part, "properties"), "type");
    const values = member(type.value, "enum");
    const constant = Array.isArray(values) && values.length === 1 ? values[0] : undefined;
    const value: unknown = member(type.value, "const") ?? constant;
    if (typeof value === "string") return { ...type, value };
  }
  return null;
}
