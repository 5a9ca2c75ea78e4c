/** A string literal, in single quotes where that spares escapes; line separators and control characters are escaped. */
export function stringLiteral(text: string): string {
  const json = JSON.stringify(text).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
  if (!text.includes('"') || text.includes("'")) return json;
  return `'${json.slice(1, -1).replaceAll('\\"', '"')}'`;
}

/** Text made safe inside a template literal. */
export function templateText(text: string): string {
  return stringLiteral(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll("`", "\\`")
    .replaceAll("${", "\\${");
}

/** A JSON value as a TypeScript expression; an own `__proto__` member stays an own member. */
export function valueLiteral(value: unknown): string {
  if (typeof value === "string") return stringLiteral(value);
  if (Array.isArray(value)) return `[${value.map(valueLiteral).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  const members = Object.entries(value).map(
    ([key, member]) =>
      `${key === "__proto__" ? '["__proto__"]' : propertyKey(key)}: ${valueLiteral(member)}`,
  );
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** Whether a name can stand unquoted as a property key and after a dot. */
export function isIdentifierName(name: string): boolean {
  return identifier.test(name);
}

/** A property key as it stands in a type or object literal: quoted only where it must be. */
export function propertyKey(name: string): string {
  return isIdentifierName(name) ? name : stringLiteral(name);
}

/** Access of a property: `.name` or `["odd name"]`. */
export function propertyAccess(name: string): string {
  return isIdentifierName(name) ? `.${name}` : `[${stringLiteral(name)}]`;
}

/** A doc comment of the given lines; empty if there is nothing to say. */
export function docComment(text: string, width = 100): string {
  const lines = wrap(text.replaceAll("*/", "*\\/").trim(), width - 3);
  if (lines.length === 0) return "";
  const [only] = lines;
  if (lines.length === 1 && only !== undefined && only.length + 7 <= width) return `/** ${only} */`;
  return ["/**", ...lines.map((line) => ` * ${line}`.trimEnd()), " */"].join("\n");
}

function wrap(text: string, width: number): string[] {
  if (text === "") return [];
  return text.split(/\r\n|[\n\r\u2028\u2029]/).flatMap((line) => {
    const indent = /^ */.exec(line)?.[0] ?? "";
    const lines: string[] = [];
    let current = indent;
    for (const word of line.trim().split(/\s+/)) {
      if (current.trim() !== "" && current.length + 1 + word.length > width) {
        lines.push(current);
        current = indent;
      }
      current = current.trim() === "" ? current + word : `${current} ${word}`;
    }
    return [...lines, current.trimEnd()];
  });
}
