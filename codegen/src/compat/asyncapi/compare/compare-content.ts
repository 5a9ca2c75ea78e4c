import { compareAvro } from "../avro/compare-avro.ts";
import { type Comparison, report, type Scope, show } from "../context.ts";
import { isEqual } from "../equal.ts";
import type { Content, Message } from "../view/view.ts";

/** Two versions of a part of a message. */
export interface ContentPair {
  readonly part: "payload" | "headers";
  readonly old: Message;
  readonly now: Message;
}

/** Compares payload or headers; gives the kinds of the changes of their schemas. */
export function compareContent(
  comparison: Comparison,
  scopes: readonly Scope[],
  { part, old, now }: ContentPair,
): readonly string[] {
  const [before, after] = [old[part], now[part]];
  const languages = [languageOf(before), languageOf(after)] as const;
  const places = {
    old: before.format ?? before.schema ?? old.located,
    new: after.format ?? after.schema ?? now.located,
  };
  const isStated = before.schema !== null && after.schema !== null;
  if (isStated && languages[0].name !== languages[1].name) {
    report(comparison, scopes, {
      rule: "asyncapi/schema-format-changed",
      message: `The ${part} is described in ${languages[1].name}; it was in ${languages[0].name}`,
      at: [part],
      ...places,
    });
    return [];
  }
  if (isStated && languages[0].version !== languages[1].version)
    report(comparison, scopes, {
      rule: "asyncapi/schema-format-version-changed",
      message: `The ${part} is described in the version ${show(languages[1].version)} of ${languages[1].name}; it was ${show(languages[0].version)}`,
      at: [part],
      ...places,
    });
  const isCompared = [before, after].every(
    (content) => content.schema === null || languageOf(content).isJsonSchema,
  );
  if (!isCompared) {
    compareForeign(comparison, scopes, { part, old, now });
    return [];
  }
  const role = scopes[0]?.role ?? "both";
  const changes = comparison.schemas.compare(before.schema, after.schema, { role });
  for (const { kind, path, message, detail, ...at } of changes)
    report(comparison, scopes, {
      rule: `asyncapi/${part}-${kind}`,
      message,
      at: [part, ...path],
      old: at.old,
      new: at.new,
      ...(detail === undefined ? null : { detail }),
    });
  return changes.map(({ kind }) => kind);
}

function compareForeign(
  comparison: Comparison,
  scopes: readonly Scope[],
  { part, old, now }: ContentPair,
): void {
  const follow = (content: Content, tree: Comparison["old"]["tree"]) =>
    content.schema === null ? null : (tree.deref(content.schema) ?? content.schema);
  const before = follow(old[part], comparison.old.tree);
  const after = follow(now[part], comparison.now.tree);
  if (isEqual(before?.value, after?.value)) return;
  const isAvro = [old, now].every((message) => languageOf(message[part]).name === "Avro");
  if (isAvro && before !== null && after !== null) {
    compareAvro(comparison, scopes, { part, old: before, now: after });
    return;
  }
  report(comparison, scopes, {
    rule: "asyncapi/schema-not-compared",
    message: `The ${part} changed, and its schema is no JSON Schema`,
    at: [part],
    old: before ?? old.located,
    new: after ?? now.located,
  });
}

interface Language {
  /** As messages name it. */
  readonly name: string;
  readonly version: string;
  readonly isJsonSchema: boolean;
}

const known: readonly (readonly [pattern: RegExp, name: string, isJsonSchema: boolean])[] = [
  // AsyncAPI's own form is JSON Schema draft-07 with a few keywords more.
  [/^application\/(vnd\.aai\.asyncapi|schema)\b/, "JSON Schema", true],
  [/^application\/vnd\.oai\.openapi\b/, "OpenAPI's schema", true],
  [/avro/, "Avro", false],
  [/protobuf/, "Protobuf", false],
  [/raml/, "RAML", false],
];

function languageOf({ format }: Content): Language {
  const text = typeof format?.value === "string" ? format.value.trim().toLowerCase() : "";
  if (text === "") return { name: "JSON Schema", version: "", isJsonSchema: true };
  const version = /version=([^;]*)/.exec(text)?.[1]?.trim() ?? "";
  for (const [pattern, name, isJsonSchema] of known) {
    // The version of AsyncAPI says nothing about the schema.
    if (pattern.test(text)) return { name, version: isJsonSchema ? "" : version, isJsonSchema };
  }
  return { name: show(text.split(";")[0]), version, isJsonSchema: false };
}
