import { BerrysError, type ErrorCode, errorTraits } from "../errors.ts";
import type { Violation } from "../violation.ts";

export const problemMediaType = "application/problem+json";

/** RFC 9457 problem with our extension members. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Code of the `BerrysError` behind it. */
  readonly code?: ErrorCode;
  readonly correlation_id?: string;
  readonly violations?: readonly Violation[];
  readonly [more: string]: unknown;
}

const reserved = new Set([
  "type",
  "title",
  "status",
  "detail",
  "code",
  "correlation_id",
  "problem",
]);

/** The problem that tells a client of `error`; `details.status` and `details.title` override what its code implies. */
export function problemOf(error: BerrysError, correlationId: string): Problem {
  const traits = errorTraits[error.code];
  const { status, title } = error.details;
  const more = Object.entries(error.details).filter(([name]) => !reserved.has(name));
  return {
    type: `urn:berrys:problem:${error.code}`,
    title: typeof title === "string" ? title : traits.title,
    status: typeof status === "number" ? status : traits.status,
    detail: error.message,
    code: error.code,
    correlation_id: correlationId,
    ...Object.fromEntries(more),
  };
}

/** The response that carries the problem of `error`. */
export function problemResponse(error: BerrysError, correlationId: string): Response {
  const problem = problemOf(error, correlationId);
  const headers = new Headers({
    "content-type": problemMediaType,
    "x-correlation-id": correlationId,
  });
  if (problem.status === 401) headers.set("www-authenticate", "Bearer");
  if (typeof error.details.allow === "string") headers.set("allow", error.details.allow);
  const { retry_after: retryAfter } = error.details;
  if (typeof retryAfter === "number") headers.set("retry-after", String(Math.ceil(retryAfter)));
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}

const codesByStatus: Readonly<Record<number, ErrorCode>> = {
  400: "invalid_argument",
  401: "unauthenticated",
  403: "permission_denied",
  404: "not_found",
  405: "unimplemented",
  406: "invalid_argument",
  408: "deadline_exceeded",
  409: "failed_precondition",
  412: "failed_precondition",
  413: "resource_exhausted",
  415: "invalid_argument",
  422: "invalid_argument",
  429: "resource_exhausted",
  499: "canceled",
  501: "unimplemented",
  502: "unavailable",
  503: "unavailable",
  504: "deadline_exceeded",
};

/** The error behind a response that is no success: its problem is in `details.problem`, its violations in `details.violations`. */
export function errorOfResponse(status: number, body: unknown): BerrysError {
  const problem =
    typeof body === "object" && body !== null ? (body as Readonly<Partial<Problem>>) : undefined;
  const stated = problem?.code;
  const code =
    stated !== undefined && Object.hasOwn(errorTraits, stated)
      ? stated
      : (codesByStatus[status] ?? (status < 500 ? "failed_precondition" : "internal"));
  const message =
    typeof problem?.detail === "string" ? problem.detail : `The server answered ${status}.`;
  return new BerrysError(code, message, {
    details: {
      status,
      ...(problem === undefined ? {} : { problem }),
      ...(problem?.violations === undefined ? {} : { violations: problem.violations }),
    },
  });
}
