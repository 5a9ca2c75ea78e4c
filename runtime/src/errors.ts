/** The 16 codes of Connect and gRPC; one vocabulary for RPC, REST and messages. */
export type ErrorCode =
  | "canceled"
  | "unknown"
  | "invalid_argument"
  | "deadline_exceeded"
  | "not_found"
  | "already_exists"
  | "permission_denied"
  | "resource_exhausted"
  | "failed_precondition"
  | "aborted"
  | "out_of_range"
  | "unimplemented"
  | "internal"
  | "unavailable"
  | "data_loss"
  | "unauthenticated";

/** How a code appears elsewhere. */
export interface ErrorTraits {
  /** HTTP status of the problem. */
  readonly status: number;
  readonly title: string;
  /** Whether trying the same again may help; false sends a message straight to the dead-letter queue. */
  readonly retryable: boolean;
}

export const errorTraits: Readonly<Record<ErrorCode, ErrorTraits>> = {
  canceled: { status: 499, title: "Canceled", retryable: true },
  unknown: { status: 500, title: "Internal server error", retryable: true },
  invalid_argument: { status: 422, title: "Invalid request", retryable: false },
  deadline_exceeded: { status: 504, title: "Deadline exceeded", retryable: true },
  not_found: { status: 404, title: "Not found", retryable: false },
  already_exists: { status: 409, title: "Already exists", retryable: false },
  permission_denied: { status: 403, title: "Forbidden", retryable: false },
  resource_exhausted: { status: 429, title: "Too many requests", retryable: true },
  failed_precondition: { status: 409, title: "Conflict", retryable: false },
  aborted: { status: 409, title: "Aborted", retryable: true },
  out_of_range: { status: 400, title: "Out of range", retryable: false },
  unimplemented: { status: 501, title: "Not implemented", retryable: false },
  internal: { status: 500, title: "Internal server error", retryable: true },
  unavailable: { status: 503, title: "Service unavailable", retryable: true },
  data_loss: { status: 500, title: "Data loss", retryable: false },
  unauthenticated: { status: 401, title: "Unauthorized", retryable: false },
};

/** The one error that crosses boundaries: only code, message and details go over the wire. */
export class BerrysError extends Error {
  override readonly name = "BerrysError";
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      readonly details?: Readonly<Record<string, unknown>>;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    // Untyped callers and newer releases name codes that this table does not have.
    this.code = Object.hasOwn(errorTraits, code) ? code : "unknown";
    this.details = options.details ?? {};
  }
}
