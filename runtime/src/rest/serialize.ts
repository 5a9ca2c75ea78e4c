import type { RestParameterDefinition } from "../definitions.ts";

/** Values of parameters as OpenAPI's styles write them; the inverse is `decode.ts`. */

function encode(value: unknown): string {
  return encodeURIComponent(text(value));
}

function text(value: unknown): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function pairs(value: Readonly<Record<string, unknown>>): readonly (readonly [string, unknown])[] {
  return Object.entries(value).filter(([, member]) => member !== undefined);
}

const prefixes: Readonly<Record<string, string>> = { label: ".", matrix: ";" };

/** A path parameter in styles `simple`, `label` and `matrix`. */
export function serializePathParameter(parameter: RestParameterDefinition, value: unknown): string {
  const { name, style, explode } = parameter;
  const prefix = prefixes[style] ?? "";
  const named = style === "matrix";
  const separator = explode && prefix !== "" ? prefix : ",";
  if (Array.isArray(value)) {
    const items = value.map(encode);
    if (!named) return prefix + items.join(separator);
    return explode
      ? items.map((item) => `;${name}=${item}`).join("")
      : `;${name}=${items.join(",")}`;
  }
  if (isRecord(value)) {
    const members = pairs(value).map(([key, member]) => [encode(key), encode(member)] as const);
    if (explode) return prefix + members.map((pair) => pair.join("=")).join(separator);
    const flat = members.flat().join(",");
    return named ? `;${name}=${flat}` : prefix + flat;
  }
  return named ? `;${name}=${encode(value)}` : prefix + encode(value);
}

const delimiters: Readonly<Record<string, string>> = {
  form: ",",
  spaceDelimited: "%20",
  pipeDelimited: "|",
};

/** A query parameter in styles `form`, `spaceDelimited`, `pipeDelimited` and `deepObject`, as `name=value` pairs. */
export function serializeQueryParameter(
  parameter: RestParameterDefinition,
  value: unknown,
): readonly string[] {
  const name = encode(parameter.name);
  const delimiter = delimiters[parameter.style] ?? ",";
  if (Array.isArray(value)) {
    const items = value.map(encode);
    if (parameter.explode) return items.map((item) => `${name}=${item}`);
    return items.length === 0 ? [] : [`${name}=${items.join(delimiter)}`];
  }
  if (isRecord(value)) {
    const members = pairs(value);
    if (parameter.style === "deepObject")
      return members.map(([key, member]) => `${name}[${encode(key)}]=${encode(member)}`);
    if (parameter.explode)
      return members.map(([key, member]) => `${encode(key)}=${encode(member)}`);
    return [`${name}=${members.flat().map(encode).join(delimiter)}`];
  }
  return [`${name}=${encode(value)}`];
}

/** A header or cookie value in style `simple` or `form`. */
export function serializePlainParameter(
  parameter: RestParameterDefinition,
  value: unknown,
): string {
  if (Array.isArray(value)) return value.map(text).join(",");
  if (!isRecord(value)) return text(value);
  return parameter.explode
    ? pairs(value)
        .map(([key, member]) => `${key}=${text(member)}`)
        .join(",")
    : pairs(value).flat().map(text).join(",");
}
