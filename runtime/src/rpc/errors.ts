import { fromJson, type JsonObject, toJson } from "@bufbuild/protobuf";
import { StructSchema } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError } from "@connectrpc/connect";
import { BerrysError, type ErrorCode } from "../errors.ts";

const codes: Readonly<Record<ErrorCode, Code>> = {
  canceled: Code.Canceled,
  unknown: Code.Unknown,
  invalid_argument: Code.InvalidArgument,
  deadline_exceeded: Code.DeadlineExceeded,
  not_found: Code.NotFound,
  already_exists: Code.AlreadyExists,
  permission_denied: Code.PermissionDenied,
  resource_exhausted: Code.ResourceExhausted,
  failed_precondition: Code.FailedPrecondition,
  aborted: Code.Aborted,
  out_of_range: Code.OutOfRange,
  unimplemented: Code.Unimplemented,
  internal: Code.Internal,
  unavailable: Code.Unavailable,
  data_loss: Code.DataLoss,
  unauthenticated: Code.Unauthenticated,
};
const names = new Map<Code, ErrorCode>(
  (Object.entries(codes) as [ErrorCode, Code][]).map(([name, code]) => [code, name]),
);

/** The error as it goes over the wire; details travel as one `google.protobuf.Struct`. */
export function toConnectError(
  error: BerrysError,
  headers?: Readonly<Record<string, string>>,
): ConnectError {
  const details =
    Object.keys(error.details).length === 0
      ? []
      : [
          {
            desc: StructSchema,
            // Through JSON, so that what JSON cannot carry does not fail the answer.
            value: fromJson(StructSchema, JSON.parse(JSON.stringify(error.details)) as JsonObject),
          },
        ];
  return new ConnectError(error.message, codes[error.code], headers, details);
}

/** The error that a call failed with, from the wire or from the connection. */
export function fromConnectError(reason: unknown): BerrysError {
  if (reason instanceof BerrysError) return reason;
  const error = ConnectError.from(reason);
  const [struct] = error.findDetails(StructSchema);
  const details = struct === undefined ? {} : (toJson(StructSchema, struct) as JsonObject);
  const code = lostConnection(error) ? "unavailable" : (names.get(error.code) ?? "unknown");
  return new BerrysError(code, error.rawMessage, { details, cause: reason });
}

/** connect-node calls a connection that breaks `aborted` or `internal`; to a caller the peer is unavailable. */
function lostConnection(error: ConnectError): boolean {
  return systemCodesOf(error).some(
    (code) => code === "ECONNRESET" || code === "EPIPE" || code.startsWith("ERR_HTTP2_"),
  );
}

/** Whether a call failed before the peer can have seen it, so that calling again cannot do anything twice. */
export function neverArrived(error: BerrysError): boolean {
  if (error.code !== "unavailable") return false;
  const unreachable = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"];
  return (
    systemCodesOf(error).some((code) => unreachable.includes(code)) ||
    /REFUSED_STREAM/.test(error.message)
  );
}

/** Whether a call was not made at all, because the peer cannot be reached or has failed too often lately. */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof BerrysError)) return false;
  return error.details.circuit === "open" || neverArrived(error);
}

/** Codes of Node's own errors along the chain of causes. */
function systemCodesOf(error: unknown): readonly string[] {
  const found: string[] = [];
  let current = error;
  for (let depth = 0; depth < 8 && current instanceof Error; depth++) {
    const { code } = current as { readonly code?: unknown };
    if (typeof code === "string" && /^E[A-Z]/.test(code)) found.push(code);
    current = current.cause;
  }
  return found;
}
