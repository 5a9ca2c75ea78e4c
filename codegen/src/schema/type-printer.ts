import type { ImportCollector } from "../emit/imports.ts";
import { docComment, propertyKey } from "../emit/literals.ts";
import { indent, lineWidth } from "../emit/printer.ts";
import type { MemberExpression, ObjectExpression, TypeExpression } from "./type-expression.ts";

/** Lays a type out; `column` is where it starts on its line. Records the imports it needs. */
export function printType(type: TypeExpression, imports: ImportCollector, column = 0): string {
  switch (type.kind) {
    case "text":
      return hidesGlobals(type.text, imports) ? indexed(type.text) : type.text;
    case "ref": {
      const { module, typeName } = imports.scope.resolve(type.id);
      return imports.type(module, typeName);
    }
    case "union":
      return printUnion(type.members, imports, column);
    case "intersection":
      return printIntersection(type.members, imports, column);
    case "array":
      return printArray(type.element, imports, column);
    case "tuple":
      return printTuple(type, imports, column);
    case "object":
      return printObject(type, imports, column);
  }
}

/** Whether `Readonly<Record<…>>` would mean types of the contract instead of the global ones. */
function hidesGlobals(text: string, imports: ImportCollector): boolean {
  return (
    text.startsWith("Readonly<") && (imports.declares("Readonly") || imports.declares("Record"))
  );
}

function indexed(record: string): string {
  return `{ readonly [key: string]: ${record.slice(record.indexOf(", ") + 2, -2)} }`;
}

function printUnion(
  members: readonly TypeExpression[],
  imports: ImportCollector,
  column: number,
): string {
  const flat = members.map((member) => operand(member, imports, column)).join(" | ");
  if (fits(flat, column)) return flat;
  return `\n${members.map((member) => indent(`| ${operand(member, imports, 4)}`)).join("\n")}`;
}

function printIntersection(
  members: readonly TypeExpression[],
  imports: ImportCollector,
  column: number,
): string {
  const flat = members.map((member) => operand(member, imports, column)).join(" & ");
  const isOpenEnded = members.slice(0, -1).every(({ kind }) => kind === "ref" || kind === "text");
  const head = flat.slice(0, flat.indexOf("\n"));
  if (
    fits(flat, column) ||
    (isOpenEnded && members.at(-1)?.kind === "object" && fits(head, column))
  ) {
    return flat;
  }
  return `\n${members.map((member) => indent(`& ${operand(member, imports, 4)}`)).join("\n")}`;
}

/** A member of a union or intersection, in parentheses where precedence asks for them. */
function operand(type: TypeExpression, imports: ImportCollector, column: number): string {
  const text = printType(type, imports, column);
  return type.kind === "union" || type.kind === "intersection" ? `(${unbroken(text)})` : text;
}

function printArray(element: TypeExpression, imports: ImportCollector, column: number): string {
  const text = printType(element, imports, column + 9);
  const isSimple = element.kind === "ref" || element.kind === "text" || element.kind === "object";
  if (isSimple) return `readonly ${text}[]`;
  if (element.kind === "union" && text.startsWith("\n")) return `readonly (${indent(text)}\n)[]`;
  return `readonly (${text})[]`;
}

function printTuple(
  type: TypeExpression & { readonly kind: "tuple" },
  imports: ImportCollector,
  column: number,
): string {
  const elements = type.elements.map(({ type: element, optional }) => {
    const text = unbroken(printType(element, imports, column + 2));
    if (!optional) return text;
    return element.kind === "text" || element.kind === "ref" ? `${text}?` : `(${text})?`;
  });
  if (type.rest !== null) {
    elements.push(
      `...${unbroken(printArray(type.rest, imports, column + 5)).replace(/^readonly /, "")}`,
    );
  }
  const flat = `readonly [${elements.join(", ")}]`;
  if (fits(flat, column)) return flat;
  return `readonly [\n${elements.map((element) => indent(`${element},\n`)).join("")}]`;
}

function printObject(type: ObjectExpression, imports: ImportCollector, column: number): string {
  const lines = memberLines(type, imports);
  const documented = type.members.some(({ doc }) => doc !== "");
  const flat = `{ ${lines.map((line) => line.replace(/;$/, "")).join("; ")} }`;
  if (!documented && fits(flat, column)) return flat;
  return `{\n${lines.map((line) => indent(line)).join("\n")}\n}`;
}

/** The members of an object type, one string each, doc comment included. */
export function memberLines(type: ObjectExpression, imports: ImportCollector): readonly string[] {
  return [
    ...type.members.map((member) => memberLine(member, imports)),
    ...type.index.map(({ key, type: value }) => {
      const head = `readonly [key: ${key}]:`;
      return `${head}${spaced(printType(value, imports, head.length + 3))};`;
    }),
  ];
}

function memberLine(member: MemberExpression, imports: ImportCollector): string {
  const head = `readonly ${propertyKey(member.name)}${member.optional ? "?" : ""}:`;
  const line = `${head}${spaced(printType(member.type, imports, head.length + 4))};`;
  return member.doc === "" ? line : `${docComment(member.doc, lineWidth - 2)}\n${line}`;
}

/** A type after a colon or equals sign: a broken union starts on the next line. */
export function spaced(text: string): string {
  return text.startsWith("\n") ? text : ` ${text}`;
}

function unbroken(text: string): string {
  return text.startsWith("\n") ? `${indent(text)}\n` : text;
}

function fits(text: string, column: number): boolean {
  return !text.includes("\n") && column + text.length + 1 <= lineWidth;
}
