import type { ImportCollector } from "../emit/imports.ts";
import { docComment } from "../emit/literals.ts";
import { indent } from "../emit/printer.ts";
import type { JsonSchema, SchemaId, SchemaNode } from "../model/model.ts";
import type { SchemaScope } from "./scope.ts";
import type { ObjectExpression, TypeExpression } from "./type-expression.ts";
import { expressionOf } from "./type-of-schema.ts";
import { memberLines, printType, spaced } from "./type-printer.ts";

/** Where a type expression will stand. */
export interface TypeOptions {
  /** Column it starts at; decides whether it fits on its line. Default 0. */
  readonly column?: number;
}

/** The TypeScript type expression of any schema; records the imports it needs. May span lines. */
export function typeOf(
  schema: JsonSchema,
  imports: ImportCollector,
  options: TypeOptions = {},
): string {
  return printType(expressionOf(schema, imports.scope), imports, options.column ?? 0).trimStart();
}

/** The exported declaration of a named schema: an interface where it is one object, else a type alias. */
export function emitType(node: SchemaNode, imports: ImportCollector): string {
  const type = expressionOf(node.schema, imports.scope, [node.id]);
  const doc = docComment(nodeDoc(node));
  const declaration = declarationOf(node, type, imports);
  return doc === "" ? declaration : `${doc}\n${declaration}`;
}

function declarationOf(node: SchemaNode, type: TypeExpression, imports: ImportCollector): string {
  const shape = interfaceShape(type, imports.scope);
  if (shape === null) {
    const head = `export type ${node.typeName} =`;
    return `${head}${spaced(printType(type, imports, head.length + 1))};`;
  }
  const bases = shape.bases.map((id) => printType({ kind: "ref", id }, imports));
  const heritage = bases.length === 0 ? "" : ` extends ${bases.join(", ")}`;
  const lines = memberLines(shape.own, imports).map((line) => indent(line));
  return `export interface ${node.typeName}${heritage} {\n${lines.join("\n")}\n}`;
}

function nodeDoc(node: SchemaNode): string {
  const deprecated = typeof node.schema !== "boolean" && node.schema.deprecated === true;
  const source = node.name === node.typeName || node.name === "" ? "" : `Source: ${node.name}`;
  return [node.doc.trim(), source, deprecated ? "@deprecated" : ""]
    .filter((text) => text !== "")
    .join("\n");
}

interface InterfaceShape {
  readonly bases: readonly SchemaId[];
  readonly own: ObjectExpression;
  /** Names of all members, inherited ones included. */
  readonly names: ReadonlySet<string>;
}

/** How a type reads as an interface; null where `extends` could change or break its meaning. */
function interfaceShape(type: TypeExpression, scope: SchemaScope): InterfaceShape | null {
  if (type.kind === "object") {
    return { bases: [], own: type, names: new Set(type.members.map(({ name }) => name)) };
  }
  if (type.kind !== "intersection") return null;
  const own = type.members.filter((member) => member.kind === "object");
  const bases = type.members.flatMap((member) => (member.kind === "ref" ? [member.id] : []));
  const [only] = own;
  if (only === undefined || own.length + bases.length !== type.members.length) return null;
  if (own.length > 1 || only.index.length > 0) return null;
  const names = new Set(only.members.map(({ name }) => name));
  for (const id of bases) {
    const base = interfaceShape(expressionOf(scope.resolve(id).schema, scope, [id]), scope);
    if (base === null || base.own.index.length > 0) return null;
    for (const name of base.names) {
      if (names.has(name)) return null;
      names.add(name);
    }
  }
  return { bases, own: only, names };
}
