import type { Page } from "../context.ts";
import type {
  RestApiDefinition,
  RestOperationDefinition,
  RestSuccessDefinition,
} from "../definitions.ts";
import { BerrysError } from "../errors.ts";
import { isObject } from "../validation.ts";
import { violationsOf } from "../violation.ts";
import { digestOf, versionOf } from "./etag.ts";
import { type Selection, select } from "./fields.ts";

/** A handler's result, told apart by the operation's contract. */
export interface Outcome {
  readonly success: RestSuccessDefinition;
  readonly data: unknown;
}

/** Status and data of what a handler returned: a `Reply` names its status, everything else is the first success. */
export function outcomeOf(operation: RestOperationDefinition, result: unknown): Outcome {
  const stated = isObject(result) && typeof result["~status"] === "number" ? result : null;
  const success =
    stated === null
      ? operation.success[0]
      : operation.success.find((one) => one.status === stated["~status"]);
  if (success === undefined)
    throw new Error(
      `\`${operation.operationId}\` answered ${String(stated?.["~status"])}, which its contract does not declare`,
    );
  return { success, data: stated === null ? result : stated.data };
}

export interface RenderOptions {
  readonly operation: RestOperationDefinition;
  readonly api: RestApiDefinition;
  readonly correlationId: string;
  /** What of the data is asked for; null: all of it. */
  readonly selection: Selection | null;
  /** Whether the body is held against the contract before it goes out. */
  readonly checkResponses: boolean;
}

/** What an outcome gives, before `meta` and headers, which belong to one request, are put around it. */
export interface Rendered {
  readonly success: RestSuccessDefinition;
  /** JSON of the data or of a plain body, or text or bytes of another type; null: no body. */
  readonly content: string | Uint8Array | null;
  /** Of a page; null: the last one, or no page. */
  readonly nextCursor: string | null;
  /** Null: none. */
  readonly location: string | null;
  /** Version for the `ETag`; null: the operation has none. */
  readonly version: string | null;
}

/** Renders an outcome that is no stream. Throws an ordinary error if it differs from the contract. */
export function render({ success, data }: Outcome, options: RenderOptions): Rendered {
  const { operation, selection } = options;
  const location = locationOf(options, success.status, data);
  const none = { success, nextCursor: null, location, version: null };
  if (success.shape === "empty") return { ...none, content: null };
  if (data instanceof Uint8Array) return { ...none, content: data };
  if (success.mediaType !== null && !/[/+]json$/.test(success.mediaType))
    return { ...none, content: String(data) };
  const page = success.shape === "page" ? (data as Page<unknown>) : null;
  const value = page === null ? (data ?? null) : page.items;
  const whole = JSON.stringify(value) ?? "null";
  const nextCursor = page?.nextCursor ?? null;
  if (options.checkResponses && success.check !== null)
    requireContract(operation, success, bodyText(success, whole, nextCursor, options));
  const content = selection === null ? whole : (JSON.stringify(select(value, selection)) ?? "null");
  return { success, content, nextCursor, location, version: versionFor(operation, value, content) };
}

/** Text of a body around JSON of its data. */
export function bodyText(
  { shape }: RestSuccessDefinition,
  json: string,
  nextCursor: string | null,
  { api, correlationId }: Pick<RenderOptions, "api" | "correlationId">,
): string {
  if (shape !== "envelope" && shape !== "page") return json;
  const meta = JSON.stringify({
    version: api.version,
    timestamp: new Date().toISOString(),
    correlation_id: correlationId,
    ...(shape === "page" ? { page: { next_cursor: nextCursor } } : {}),
  });
  return `{"data":${json},"meta":${meta}}`;
}

function versionFor(
  { etag }: RestOperationDefinition,
  value: unknown,
  content: string,
): string | null {
  if (etag === undefined) return null;
  if (etag === "") return digestOf(content);
  let at = value;
  for (const token of etag.slice(1).split("/")) {
    const name = token.replaceAll("~1", "/").replaceAll("~0", "~");
    at = typeof at === "object" && at !== null ? (at as Record<string, unknown>)[name] : undefined;
  }
  return at === undefined || at === null ? digestOf(content) : versionOf(at);
}

/** Throws if a value, as JSON, differs from the contract. Shown to developers only. */
export function requireContract(
  operation: RestOperationDefinition,
  success: RestSuccessDefinition,
  json: string,
): void {
  if (success.check === null) return;
  const [first, ...more] = violationsOf(success.check, JSON.parse(json));
  if (first === undefined) return;
  throw new Error(
    `The response ${success.status} of \`${operation.operationId}\` differs from its contract at \`${first.pointer}\`: expected ${first.expected}, got ${first.got}${more.length === 0 ? "" : ` (and ${more.length} more)`}`,
  );
}

function locationOf(options: RenderOptions, status: number, data: unknown): string | null {
  const { location, operationId } = options.operation;
  if (location === null || (status !== 201 && status !== 202)) return null;
  const filled = location.replaceAll(/\{([^}]+)\}/g, (_all, name: string) => {
    const value = isObject(data) ? data[name] : undefined;
    if (typeof value === "string" || typeof value === "number")
      return encodeURIComponent(String(value));
    throw new BerrysError(
      "internal",
      `\`${operationId}\` answered without \`${name}\`, which its Location needs`,
    );
  });
  return options.api.basePath + filled;
}
