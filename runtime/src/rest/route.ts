/** A path template as Hono routes it, and what takes its parameters out of a path. */
export interface Route {
  /** Template with the base path, e.g. `/api/v1/projects/{project_id}`. */
  readonly template: string;
  readonly pattern: string;
  /** Matches whole paths. */
  readonly expression: RegExp;
  /** Parameters of a path that the pattern matched, still percent-encoded. */
  parameters(path: string): Readonly<Record<string, string>>;
}

/** Parses a template; a segment may mix text and parameters, as in `/files/{name}.json`. */
export function routeOf(template: string): Route {
  const names: string[] = [];
  const segments = template.split("/").map((segment, index) => {
    if (!segment.includes("{")) return { pattern: segment, source: escapeText(segment) };
    const source = segment.split(/(\{[^}]+\})/).map((part) => {
      if (!part.startsWith("{")) return escapeText(part);
      names.push(part.slice(1, -1));
      return "([^/]+)";
    });
    const isWhole = /^\{[^}]+\}$/.test(segment);
    const shape = source.join("").replaceAll("([^/]+)", "[^/]+");
    return { pattern: isWhole ? `:s${index}` : `:s${index}{${shape}}`, source: source.join("") };
  });
  const expression = new RegExp(`^${segments.map((segment) => segment.source).join("/")}$`);
  return {
    template,
    pattern: segments.map((segment) => segment.pattern).join("/"),
    expression,
    parameters: (path) => {
      const values = expression.exec(path)?.slice(1) ?? [];
      return Object.fromEntries(names.map((name, index) => [name, values[index] ?? ""]));
    },
  };
}

/** Sorts templates so that fixed text is tried before parameters, as OpenAPI wants it. */
export function bySpecificity(a: string, b: string): number {
  const left = a.split("/");
  const right = b.split("/");
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = rank(left[i]) - rank(right[i]);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function rank(segment: string | undefined): number {
  if (segment === undefined || !segment.includes("{")) return 0;
  return /^\{[^}]+\}$/.test(segment) ? 2 : 1;
}

function escapeText(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Path and query of a request URL, still percent-encoded. */
export function splitUrl(url: string): { readonly path: string; readonly query: string } {
  const pathAt = url.indexOf("/", url.indexOf("://") + 3);
  const fragmentAt = url.indexOf("#");
  const whole = url.slice(pathAt, fragmentAt === -1 ? undefined : fragmentAt);
  const queryAt = whole.indexOf("?");
  return queryAt === -1
    ? { path: whole, query: "" }
    : { path: whole.slice(0, queryAt), query: whole.slice(queryAt + 1) };
}
