import type { RestParameterDefinition } from "../definitions.ts";
import { BerrysError } from "../errors.ts";
import { fail, pointerToken } from "../validation.ts";
import type { Violation } from "../violation.ts";
import { checkText } from "./text.ts";

/** Where the text of parameters comes from; everything is still percent-encoded except headers. */
export interface ParameterSources {
  readonly path: Readonly<Record<string, string>>;
  /** The query string without `?`. */
  readonly query: string;
  readonly header: (name: string) => string | null;
}

/** Decoded parameters, grouped as handlers get them. */
export interface DecodedParameters {
  readonly params: Record<string, unknown>;
  readonly query: Record<string, unknown>;
  readonly headers: Record<string, unknown>;
  readonly cookies: Record<string, unknown>;
}

const groups = { path: "params", query: "query", header: "headers", cookie: "cookies" } as const;

type Pairs = readonly (readonly [name: string, value: string])[];

/** Decodes by style, explode and type, puts defaults, and validates; what is wrong goes to `violations`. */
export function decodeParameters(
  definitions: readonly RestParameterDefinition[],
  sources: ParameterSources,
  violations: Violation[],
): DecodedParameters {
  const decoded: DecodedParameters = { params: {}, query: {}, headers: {}, cookies: {} };
  if (definitions.length === 0) return decoded;
  const query = splitPairs(sources.query, "&");
  const declared = new Set(definitions.filter((one) => one.in === "query").map((one) => one.name));
  for (const definition of definitions) {
    const group = groups[definition.in];
    const pointer = `/${group}/${pointerToken(definition.name)}`;
    const value = rawValue(definition, sources, query, declared) ?? definition.default;
    if (value === undefined) {
      if (definition.required) fail(violations, pointer, "required", "a value", undefined);
      continue;
    }
    checkText(value, pointer, violations);
    definition.check(value, pointer, violations);
    decoded[group][definition.name] = value;
  }
  return decoded;
}

function rawValue(
  definition: RestParameterDefinition,
  sources: ParameterSources,
  query: Pairs,
  declared: ReadonlySet<string>,
): unknown {
  switch (definition.in) {
    case "path": {
      const raw = sources.path[definition.name];
      return raw === undefined ? undefined : fromPath(definition, raw);
    }
    case "query":
      return fromQuery(definition, query, declared);
    case "header": {
      const raw = sources.header(definition.name);
      return raw === null ? undefined : fromPlain(definition, raw, (text) => text);
    }
    case "cookie": {
      const cookies = splitPairs(sources.header("cookie") ?? "", ";");
      const raw = cookies.find(([name]) => name === definition.name)?.[1];
      return raw === undefined ? undefined : fromPlain(definition, raw, decodeText);
    }
  }
}

function fromPath(definition: RestParameterDefinition, raw: string): unknown {
  const { style, name, explode } = definition;
  if (style === "label") {
    const text = raw.replace(/^\./, "");
    return fromPlain(definition, explode ? text.replaceAll(".", ",") : text, decodeText);
  }
  if (style === "matrix") {
    const parts = raw.replace(/^;/, "").split(";");
    const own = parts.map((part) =>
      part.startsWith(`${name}=`) ? part.slice(name.length + 1) : part,
    );
    return fromPlain(definition, own.join(","), decodeText);
  }
  return fromPlain(definition, raw, decodeText);
}

/** Comma-separated items or members, as paths, headers and cookies have them. */
function fromPlain(
  definition: RestParameterDefinition,
  raw: string,
  decode: (text: string) => string,
): unknown {
  if (definition.type === "array")
    return raw === "" ? [] : items(definition, raw.split(","), decode);
  if (definition.type !== "object") return coerce(definition.type, decode(raw));
  const parts = raw.split(",");
  return objectOf(definition.explode ? parts.map(splitPair) : alternating(parts), decode);
}

function fromQuery(
  definition: RestParameterDefinition,
  query: Pairs,
  declared: ReadonlySet<string>,
): unknown {
  const { name, style, explode, type } = definition;
  if (type === "object" && style === "deepObject") {
    const prefix = `${name}[`;
    const members = query.flatMap(([key, value]) =>
      key.startsWith(prefix) && key.endsWith("]")
        ? [[key.slice(prefix.length, -1), value] as const]
        : [],
    );
    return members.length === 0 ? undefined : objectOf(members, decodeQuery);
  }
  if (type === "object" && explode) {
    const members = query.filter(([key]) => !declared.has(key));
    return members.length === 0 ? undefined : objectOf(members, decodeQuery);
  }
  const values = query.filter(([key]) => key === name).map(([, value]) => value);
  const [first] = values;
  if (first === undefined) return undefined;
  if (type === "array") {
    const parts = explode ? values : first === "" ? [] : first.split(delimiterOf(style));
    return items(definition, parts, decodeQuery);
  }
  if (type === "object") return objectOf(alternating(first.split(delimiterOf(style))), decodeQuery);
  return coerce(type, decodeQuery(first));
}

function delimiterOf(style: string): RegExp | string {
  if (style === "spaceDelimited") return /%20|\+/;
  return style === "pipeDelimited" ? /\||%7C/i : ",";
}

function items(
  definition: RestParameterDefinition,
  parts: readonly string[],
  decode: (text: string) => string,
): readonly unknown[] {
  return parts.map((part) => coerce(definition.itemType ?? "string", decode(part)));
}

function alternating(parts: readonly string[]): Pairs {
  const pairs: (readonly [string, string])[] = [];
  for (let i = 0; i < parts.length; i += 2) pairs.push([parts[i] ?? "", parts[i + 1] ?? ""]);
  return pairs;
}

function objectOf(
  pairs: Pairs,
  decode: (text: string) => string,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(pairs.map(([name, value]) => [decode(name), decode(value)]));
}

function splitPairs(text: string, separator: string): Pairs {
  if (text === "") return [];
  return text.split(separator).map((part) => {
    const [name, value] = splitPair(part.trim());
    return [decodeQuery(name), value] as const;
  });
}

function splitPair(part: string): readonly [string, string] {
  const equals = part.indexOf("=");
  return equals === -1 ? [part, ""] : [part.slice(0, equals), part.slice(equals + 1)];
}

/** In a query, unlike elsewhere, a plus is a space. */
function decodeQuery(text: string): string {
  return decodeText(text.replaceAll("+", " "));
}

function decodeText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new BerrysError(
      "invalid_argument",
      `\`${text.slice(0, 80)}\` is malformed percent-encoding.`,
      {
        details: { status: 400, title: "Bad request" },
      },
    );
  }
}

/** Text as a value of a type; text that is none stays text, and the validator says so. */
function coerce(type: string, text: string): unknown {
  switch (type) {
    case "integer":
      return /^-?\d{1,16}$/.test(text) ? Number(text) : text;
    case "number":
      return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : text;
    case "boolean":
      return text === "true" ? true : text === "false" ? false : text;
    case "null":
      return text === "" || text === "null" ? null : text;
    default:
      return text;
  }
}
