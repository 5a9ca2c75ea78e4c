import type { JsonSchema, RestOperationNode, RestResponse } from "../model/model.ts";

/** What a body or an answer carries: JSON (or a form) that a schema describes, text, bytes, or a form with files. */
export type Content =
  | { readonly kind: "schema"; readonly mediaType: string; readonly schema: JsonSchema | null }
  | { readonly kind: "text" | "bytes" | "form-data"; readonly mediaType: string };

/** One success status of an operation. */
export interface Success {
  readonly status: number;
  readonly response: RestResponse | null;
  readonly shape: "envelope" | "page" | "plain" | "stream" | "empty";
  /** Null where the shape is `empty`. */
  readonly content: Content | null;
}

/** How a media type is carried. */
export function contentOf(mediaType: string, schema: JsonSchema | null): Content {
  const type = mediaType.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (isJson(type) || type === "application/x-www-form-urlencoded" || type === eventStream) {
    return { kind: "schema", mediaType, schema };
  }
  if (type === "multipart/form-data") return { kind: "form-data", mediaType };
  return { kind: type.startsWith("text/") ? "text" : "bytes", mediaType };
}

/** Success statuses in contract order; an operation that declares none answers 204. */
export function successesOf(operation: RestOperationNode): readonly Success[] {
  const withStatus = operation.responses.map((response) => ({
    response,
    status: statusOf(response.status),
  }));
  const inRange = (from: number) =>
    withStatus.filter(({ status }) => status >= from && status < from + 100);
  const declared = [inRange(200), inRange(300)].find((range) => range.length > 0);
  const fallback = operation.responses.filter(({ status }) => status === "default");
  const chosen = declared ?? fallback.map((response) => ({ response, status: 200 }));
  if (chosen.length === 0) {
    return [{ status: 204, response: null, shape: "empty", content: null }];
  }
  return chosen.map(({ response, status }) => successOf(operation, response, status));
}

/** Statuses that tell of a failure, as the contract writes them. */
export function errorsOf(operation: RestOperationNode): readonly string[] {
  const used = new Set(successesOf(operation).map(({ response }) => response));
  return operation.responses
    .filter((response) => !used.has(response) && !(statusOf(response.status) < 400))
    .map(({ status }) => status);
}

const eventStream = "text/event-stream";

function successOf(operation: RestOperationNode, response: RestResponse, status: number): Success {
  const types = Object.keys(response.content);
  const mediaType = types.find((type) => isJson(type.split(";", 1)[0] ?? "")) ?? types[0];
  if (mediaType === undefined || operation.method === "head") {
    return { status, response, shape: "empty", content: null };
  }
  const content = contentOf(mediaType, response.content[mediaType] ?? null);
  const shape =
    response.data !== null
      ? response.paged
        ? "page"
        : "envelope"
      : mediaType.startsWith(eventStream)
        ? "stream"
        : "plain";
  return { status, response, shape, content };
}

function isJson(mediaType: string): boolean {
  return /(^|[/+])json$/.test(mediaType.trim().toLowerCase());
}

/** `2XX` counts as 200; `default` is no number. */
function statusOf(status: string): number {
  return Number(status.replace(/xx$/i, "00"));
}
