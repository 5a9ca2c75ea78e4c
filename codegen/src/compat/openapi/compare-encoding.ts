import { member } from "../../load/pointer.ts";
import { child, type Located } from "../../load/reference.ts";
import type { Change, Place } from "../change.ts";
import type { ContractTree } from "../tree.ts";
import { compareSchemas } from "./compare-schemas.ts";
import {
  entriesOf,
  flagIn,
  memberPlace,
  objectIn,
  type Pair,
  placeOf,
  textIn,
} from "./read/located.ts";
import { parseMediaType } from "./read/media-types.ts";
import type { OpenapiRule } from "./rules.ts";
import { change, type Scope } from "./scope.ts";
import { valueForms } from "./shape-of-values.ts";

/** Compares how the fields of a form are written. The nodes are media types; `at` names them. */
export function compareEncoding(
  scope: Scope,
  { old, now }: Pair,
  at: readonly string[],
): readonly Change[] {
  const names = new Set([
    ...entriesOf(scope.old, child(old, "encoding")).map(([name]) => name),
    ...entriesOf(scope.now, child(now, "encoding")).map(([name]) => name),
  ]);
  return [...names].flatMap((name) => {
    const before = readField(scope.old, old, name);
    const after = readField(scope.now, now, name);
    // A field that is only in one version is the business of the schema.
    if (before.schema === null || after.schema === null) return [];
    return compareField(scope, { old: before, now: after }, [...at, name]);
  });
}

/** A field of a form and how it is written. */
interface Field {
  readonly name: string;
  readonly node: Located | null;
  readonly media: Located;
  readonly schema: Located | null;
  /** Canonical content types; null: whatever the schema implies. */
  readonly contentTypes: readonly string[] | null;
  readonly serialization: string;
  readonly headers: ReadonlyMap<string, Located>;
}

interface FieldPair {
  readonly old: Field;
  readonly now: Field;
}

function readField(tree: ContractTree, media: Located, name: string): Field {
  const encoding = objectIn(tree, media, "encoding");
  const node = encoding === null ? null : objectIn(tree, encoding, name);
  const schema = objectIn(tree, media, "schema");
  const properties = schema === null ? null : objectIn(tree, schema, "properties");
  const property = properties === null ? null : child(properties, name);
  const written = textIn(node, "contentType");
  const isMerged = ["allOf", "anyOf", "oneOf"].some(
    (key) => member(schema?.value, key) !== undefined,
  );
  const isMissing = property === null || property.value === undefined;
  const style = textIn(node, "style") ?? "form";
  const explode = flagIn(node, "explode", style === "form");
  return {
    name,
    node,
    media,
    schema: !isMissing ? property : isMerged || properties === null ? schema : null,
    contentTypes:
      written === null
        ? impliedContentType(tree, property)
        : written.split(",").map((type) => parseMediaType(type).name),
    serialization: `${style} ${explode} ${flagIn(node, "allowReserved")}`,
    headers: new Map(
      entriesOf(tree, node === null ? null : child(node, "headers"))
        .map(([key, header]) => [key.toLowerCase(), header] as const)
        .filter(([key]) => key !== "content-type"),
    ),
  };
}

/** What a part is written as where nothing is said: text for plain values, JSON for objects. */
function impliedContentType(tree: ContractTree, schema: Located | null): readonly string[] | null {
  if (schema === null || schema.value === undefined) return null;
  const { list, object, plain } = valueForms(tree, schema);
  const target = tree.deref(schema);
  if (list || (object && plain)) return null;
  if (object) return ["application/json"];
  return textIn(target, "format") === "binary" ? ["application/octet-stream"] : ["text/plain"];
}

function compareField(scope: Scope, pair: FieldPair, at: readonly string[]): readonly Change[] {
  return [
    ...compareContentTypes(scope, pair, at),
    ...compareSerialization(scope, pair, at),
    ...compareHeaders(scope, pair, at),
  ];
}

function compareContentTypes(
  scope: Scope,
  { old, now }: FieldPair,
  at: readonly string[],
): readonly Change[] {
  const before = old.contentTypes;
  const after = now.contentTypes;
  if (before === null || after === null) return [];
  const state = (type: string, words: string) => ({
    message: `The field \`${now.name}\` ${words} \`${type}\``,
    at,
    ...fieldPlaces({ old, now }, "contentType"),
    direction: "request" as const,
    detail: type,
  });
  return [
    ...before
      .filter((type) => !after.includes(type))
      .map((type) =>
        change(
          scope,
          "openapi/request-encoding-content-type-removed",
          state(type, "may no longer be"),
        ),
      ),
    ...after
      .filter((type) => !before.includes(type))
      .map((type) =>
        change(scope, "openapi/request-encoding-content-type-added", state(type, "may now be")),
      ),
  ];
}

/** `style` and its like count for lists and objects alone. */
function compareSerialization(
  scope: Scope,
  { old, now }: FieldPair,
  at: readonly string[],
): readonly Change[] {
  if (old.serialization === now.serialization) return [];
  const { list, object } = valueForms(scope.old, old.schema);
  if (!list && !object) return [];
  return [
    change(scope, "openapi/request-encoding-style-changed", {
      message: `The field \`${now.name}\` is now written as ${words(now)} instead of ${words(old)}`,
      at,
      ...fieldPlaces({ old, now }, "style", "explode", "allowReserved"),
      direction: "request",
    }),
  ];
}

function words({ serialization }: Field): string {
  const [style, explode, reserved] = serialization.split(" ");
  return `\`${style}\`${explode === "true" ? ", exploded" : ""}${reserved === "true" ? ", reserved characters as they are" : ""}`;
}

function compareHeaders(
  scope: Scope,
  { old, now }: FieldPair,
  at: readonly string[],
): readonly Change[] {
  const removed = [...old.headers].filter(([key]) => !now.headers.has(key));
  const required = [...now.headers].filter(([key, header]) => {
    const before = old.headers.get(key) ?? null;
    return flagIn(header, "required") && !flagIn(before, "required");
  });
  const optional = [...now.headers].filter(
    ([key, header]) =>
      flagIn(old.headers.get(key) ?? null, "required") && !flagIn(header, "required"),
  );
  const report = (rule: OpenapiRule, key: string, words: string): Change =>
    change(scope, rule, {
      message: `The field \`${now.name}\` ${words} the header \`${key}\``,
      at: [...at, `header ${key}`],
      old: placeOf(old.headers.get(key) ?? null),
      new: placeOf(now.headers.get(key) ?? now.node ?? now.media),
      direction: "request",
    });
  return [
    ...removed.map(([key]) =>
      report("openapi/request-encoding-header-removed", key, "no longer has"),
    ),
    ...required.map(([key]) =>
      report("openapi/request-encoding-header-required", key, "must now have"),
    ),
    ...optional.map(([key]) =>
      report("openapi/request-encoding-header-became-optional", key, "need no longer have"),
    ),
    ...[...now.headers].flatMap(([key, header]) => {
      const before = old.headers.get(key);
      // What a client sends in a header is a parameter, wherever the header stands.
      return before === undefined
        ? []
        : compareSchemas(
            scope,
            { old: before, now: header },
            { surface: "parameter", direction: "request", at: [...at, `header ${key}`] },
          );
    }),
  ];
}

function fieldPlaces(
  { old, now }: FieldPair,
  ...keys: readonly string[]
): { readonly old: Place | null; readonly new: Place | null } {
  return {
    old: memberPlace(old.node ?? old.media, ...keys),
    new: memberPlace(now.node ?? now.media, ...keys),
  };
}
