import type {
  RestApiDefinition,
  RestOperationDefinition,
  RestSuccessDefinition,
} from "../definitions.ts";
import { BerrysError } from "../errors.ts";
import { isObject } from "../validation.ts";
import { violationsOf } from "../violation.ts";

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
  readonly api: RestApiDefinition;
  readonly operation: RestOperationDefinition;
  readonly correlationId: string;
  /** Value of `fields` where the operation declares that parameter. */
  readonly fields: readonly string[] | null;
  /** Whether the body is held against the contract before it goes out. */
  readonly checkResponses: boolean;
}

/** The response of an outcome that is no stream. Throws an ordinary error if it differs from the contract. */
export function render(outcome: Outcome, options: RenderOptions): Response {
  const { success, data } = outcome;
  const headers = new Headers({ "x-correlation-id": options.correlationId });
  const location = locationOf(options, success.status, data);
  if (location !== null) headers.set("location", location);
  if (success.shape === "empty") return new Response(null, { status: success.status, headers });
  headers.set("content-type", success.mediaType ?? "application/json");
  if (data instanceof Uint8Array)
    return new Response(Buffer.from(data), { status: success.status, headers });
  if (success.mediaType !== null && !/[/+]json$/.test(success.mediaType))
    return new Response(String(data), { status: success.status, headers });
  const whole = JSON.stringify(bodyOf(success, data, options)) ?? "null";
  if (options.checkResponses && success.check !== null)
    requireContract(options.operation, success, whole);
  const text =
    options.fields === null
      ? whole
      : (JSON.stringify(bodyOf(success, data, options, options.fields)) ?? "null");
  return new Response(text, { status: success.status, headers });
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

function bodyOf(
  success: RestSuccessDefinition,
  data: unknown,
  options: RenderOptions,
  fields: readonly string[] | null = null,
): unknown {
  if (success.shape === "plain") return fields === null ? data : project(data, fields);
  const meta = {
    version: options.api.version,
    timestamp: new Date().toISOString(),
    correlation_id: options.correlationId,
  };
  if (success.shape === "envelope")
    return { data: fields === null ? (data ?? null) : project(data, fields), meta };
  const page = data as { readonly items: readonly unknown[]; readonly nextCursor: string | null };
  return {
    data: fields === null ? page.items : project(page.items, fields),
    meta: { ...meta, page: { next_cursor: page.nextCursor } },
  };
}

/** Keeps the named members, dots leading into nested objects and through arrays. */
function project(value: unknown, fields: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => project(item, fields));
  if (!isObject(value)) return value;
  const kept: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    if (fields.includes(name)) kept[name] = member;
    else {
      const inner = fields
        .filter((field) => field.startsWith(`${name}.`))
        .map((field) => field.slice(name.length + 1));
      if (inner.length > 0) kept[name] = project(member, inner);
    }
  }
  return kept;
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
