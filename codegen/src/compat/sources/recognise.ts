import { isObject } from "../../load/pointer.ts";

/** What a single document is. */
export type DocumentKind = "openapi" | "asyncapi" | "schema" | "proto" | "graphql";

/** The kind of a text that is no YAML or JSON; null: it may be YAML or JSON, or nothing known. */
export function recogniseText(text: string): "proto" | "graphql" | null {
  if (protoStart.test(withoutComments(text, proto))) return "proto";
  return graphqlStart.test(withoutComments(text, graphql)) ? "graphql" : null;
}

/** The kind of parsed YAML or JSON; null when it is none that can be compared. */
export function recogniseValue(value: unknown): "openapi" | "asyncapi" | "schema" | null {
  if (!isObject(value)) return null;
  if ("openapi" in value || "swagger" in value) return "openapi";
  if ("asyncapi" in value) return "asyncapi";
  return Object.keys(value).some((key) => schemaKeys.has(key)) ? "schema" : null;
}

/** Extensions that say what a file is meant to be where its content does not. */
export function recogniseName(file: string): "proto" | "graphql" | null {
  if (/\.proto$/i.test(file)) return "proto";
  return /\.(graphqls?|gql)$/i.test(file) ? "graphql" : null;
}

const proto = /^(?:\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/;
const graphql = /^(?:[\s,]+|#[^\n]*|"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*")+/;

function withoutComments(text: string, comments: RegExp): string {
  return text.replace(/^\ufeff/, "").replace(comments, "");
}

const protoStart =
  /^(?:(?:syntax|edition)\s*=\s*["']|(?:package|import)\s+[\w."' ]+;|(?:message|service|extend)\s+[\w.]+\s*\{|enum\s+\w+\s*\{[^:}]*=\s*-?\d)/;
const graphqlStart =
  /^(?:extend\s+)?(?:schema\s*[@{]|(?:type|interface|input|enum)\s+[_A-Za-z]\w*\s*(?:[@{]|implements\b)|union\s+[_A-Za-z]\w*\s*[@=]|scalar\s+[_A-Za-z]\w*|directive\s*@)/;

const schemaKeys: ReadonlySet<string> = new Set(
  "$schema $id $ref $defs definitions type properties required items enum const allOf anyOf oneOf not additionalProperties patternProperties prefixItems format pattern".split(
    " ",
  ),
);
