/** Errors may be causes of each other in a circle. */
const maxDepth = 10;

/** An error like this one whose failed queries, also among its causes, tell their SQL and not their parameters. */
export function withoutParameters(error: Error): Error {
  const leaks = leaksOf(error);
  return leaks.size === 0 ? error : copyOf(error, leaks, 0);
}

/** `text` without the parameters of the queries that failed in `error`. */
export function textWithoutParameters(text: string, error: Error): string {
  return cleaned(text, leaksOf(error));
}

/** What the error's failed queries say of themselves, and what they say without parameters. */
function leaksOf(error: unknown, depth = 0): ReadonlyMap<string, string> {
  if (!(error instanceof Error) || depth > maxDepth) return new Map();
  const own = isFailedQuery(error)
    ? [[error.message, `Failed query: ${error.query}`] as const]
    : [];
  const inner = [error.cause, ...severalOf(error)].flatMap((one) => [...leaksOf(one, depth + 1)]);
  return new Map([...own, ...inner]);
}

function isFailedQuery(error: Error): error is Error & { readonly query: string } {
  if (!("params" in error) || !("query" in error)) return false;
  return typeof error.query === "string" && error.message.startsWith("Failed query: ");
}

function severalOf(error: Error): readonly unknown[] {
  return "errors" in error && Array.isArray(error.errors) ? error.errors : [];
}

function cleaned(text: string, leaks: ReadonlyMap<string, string>): string {
  let result = text;
  for (const [leak, clean] of leaks) result = result.replaceAll(leak, () => clean);
  return result;
}

function copyOf(error: Error, leaks: ReadonlyMap<string, string>, depth: number): Error {
  const copy: Error = Object.create(Object.getPrototypeOf(error));
  const inner = (one: unknown) =>
    one instanceof Error && depth < maxDepth ? copyOf(one, leaks, depth + 1) : undefined;
  const hidden = { enumerable: false, configurable: true, writable: true };
  Object.assign(copy, error);
  if (isFailedQuery(error)) Reflect.deleteProperty(copy, "params");
  Object.defineProperties(copy, {
    message: { ...hidden, value: cleaned(error.message, leaks) },
    stack: { ...hidden, value: cleaned(error.stack ?? "", leaks) },
    cause: { ...hidden, value: inner(error.cause) ?? plain(error.cause) },
  });
  const several = severalOf(error);
  if (several.length > 0)
    Object.defineProperty(copy, "errors", { ...hidden, value: several.map(inner) });
  return copy;
}

/** A cause that is no error stays; an error too deep down does not. */
function plain(cause: unknown): unknown {
  return cause instanceof Error ? undefined : cause;
}
