import { propertyKey, valueLiteral } from "./literals.ts";
import { indent, lineWidth } from "./printer.ts";

/** An expression that is laid out once its place is known: on one line where it fits. */
export type Code =
  | { readonly kind: "raw"; readonly text: string }
  | { readonly kind: "object"; readonly members: readonly (readonly [name: string, value: Code])[] }
  | { readonly kind: "array"; readonly items: readonly Code[] };

/** Code as it stands. */
export function raw(text: string): Code {
  return { kind: "raw", text };
}

/** An object literal; a member whose code is its own name is written short. */
export function object(members: readonly (readonly [name: string, value: Code])[]): Code {
  return { kind: "object", members };
}

/** An array literal. */
export function array(items: readonly Code[]): Code {
  return { kind: "array", items };
}

/** A JSON value as code. */
export function value(json: unknown): Code {
  if (Array.isArray(json)) return array(json.map(value));
  if (typeof json !== "object" || json === null) return raw(valueLiteral(json));
  return object(Object.entries(json).map(([name, member]) => [name, value(member)] as const));
}

/** `head` + expression + `tail`, with a line break a member where one line is too short; `column` is where `head` starts. */
export function layOut(head: string, code: Code, tail = "", column = 0): string {
  const flat = `${head}${flatten(code)}${tail}`;
  if (!flat.includes("\n") && column + flat.length <= lineWidth) return flat;
  const inner = column + 2;
  switch (code.kind) {
    case "raw":
      return flat;
    case "object":
      return block(
        `${head}{`,
        code.members.map(([name, member]) => layOutMember(name, member, inner)),
        `}${tail}`,
      );
    case "array":
      return block(
        `${head}[`,
        code.items.map((item) => layOut("", item, ",", inner)),
        `]${tail}`,
      );
  }
}

/** `head<A, B>tail`, an argument a line where one line is too short. */
export function generic(head: string, args: readonly string[], tail: string, column = 0): string {
  const flat = `${head}<${args.join(", ")}>${tail}`;
  if (!flat.includes("\n") && column + flat.length <= lineWidth) return flat;
  return `${head}<\n${args.map((arg) => indent(arg)).join(",\n")}\n>${tail}`;
}

/** `head A | B tail`, a member a line where one line is too short; no member: `never`. */
export function union(head: string, members: readonly string[], tail: string): string {
  const flat = `${head} ${members.length === 0 ? "never" : members.join(" | ")}${tail}`;
  if (flat.length <= lineWidth) return flat;
  return `${head}\n${members.map((member) => `  | ${member}`).join("\n")}${tail}`;
}

/** `head {` members `}`; without members an empty record. */
export function interfaceOf(name: string, members: readonly string[]): string {
  if (members.length === 0) return `export type ${name} = Record<never, never>;`;
  return block(`export interface ${name} {`, members, "}");
}

function layOutMember(name: string, code: Code, column: number): string {
  if (code.kind === "raw" && code.text === name) return `${name},`;
  return layOut(`${propertyKey(name)}: `, code, ",", column);
}

function flatten(code: Code): string {
  switch (code.kind) {
    case "raw":
      return code.text;
    case "array":
      return `[${code.items.map(flatten).join(", ")}]`;
    case "object":
      if (code.members.length === 0) return "{}";
      return `{ ${code.members.map(flattenMember).join(", ")} }`;
  }
}

function flattenMember([name, code]: readonly [string, Code]): string {
  if (code.kind === "raw" && code.text === name) return name;
  return `${propertyKey(name)}: ${flatten(code)}`;
}

function block(head: string, lines: readonly string[], tail: string): string {
  return `${head}\n${lines.map((line) => `${indent(line)}\n`).join("")}${tail}`;
}
