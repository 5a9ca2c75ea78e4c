import type { RestApiDefinition, RestOperationDefinition } from "../definitions.ts";
import { varyWith } from "./cache-control.ts";
import {
  type Coding,
  compress,
  gzipStream,
  isCompressible,
  negotiateCoding,
  takesGzip,
} from "./compression.ts";
import { heldTag } from "./conditional.ts";
import type { OperationConventions } from "./conventions.ts";
import { digestOf, entityTag } from "./etag.ts";
import { pageLinks } from "./link.ts";
import { bodyText, type Rendered } from "./response.ts";

/** What of a request decides how its answer is put. */
export interface AskedFor {
  readonly method: string;
  /** Both still percent-encoded. */
  readonly path: string;
  readonly query: string;
  header(name: string): string | null;
}

export interface AnswerOptions {
  readonly api: RestApiDefinition;
  readonly operation: RestOperationDefinition;
  readonly conventions: OperationConventions;
  readonly correlationId: string;
  /** Names of the members that were asked for; null: all. */
  readonly fields: string | null;
  /** Seconds since a kept answer was made; null: it is new. */
  readonly ageSeconds: number | null;
}

/** The answer with its headers, not compressed yet; 304 where the client has it. */
export function answerOf(rendered: Rendered, asked: AskedFor, options: AnswerOptions): Response {
  const { success, content, nextCursor, location, version } = rendered;
  const { operation, conventions, fields, ageSeconds } = options;
  const headers = new Headers({ "x-correlation-id": options.correlationId });
  const isRead = operation.method === "GET";
  if (isRead && conventions.cacheControl !== null)
    headers.set("cache-control", conventions.cacheControl);
  const vary = operation.cache?.vary ?? [];
  if (vary.length > 0) headers.set("vary", vary.join(", "));
  if (ageSeconds !== null) headers.set("age", String(ageSeconds));
  if (version !== null) {
    const part = fields === null || operation.etag === "" ? null : digestOf(fields).slice(0, 8);
    const tag = entityTag(version, part, null);
    const held = isRead ? heldTag(asked.header("if-none-match"), tag) : null;
    headers.set("etag", held ?? tag);
    if (held !== null) return new Response(null, { status: 304, headers });
  }
  if (location !== null) headers.set("location", location);
  if (content === null) return new Response(null, { status: success.status, headers });
  headers.set("content-type", success.mediaType ?? "application/json");
  if (success.shape === "page") {
    const links = pageLinks({ ...asked, nextCursor });
    if (links !== null) headers.set("link", links);
  }
  const body =
    typeof content === "string"
      ? bodyText(success, content, nextCursor, options)
      : Buffer.from(content);
  return new Response(body, { status: success.status, headers });
}

/** Compresses an answer where the client takes it and it pays; `Vary` says so either way. */
export async function compressed(
  response: Response,
  acceptEncoding: string | null,
  minBytes: number,
): Promise<Response> {
  const { headers, status } = response;
  if (minBytes === 0 || response.body === null || !isCompressible(headers.get("content-type")))
    return response;
  headers.set("vary", varyWith(headers.get("vary"), ["accept-encoding"]));
  const coding = negotiateCoding(acceptEncoding);
  if (coding === null || coding === "identity" || headers.has("content-encoding")) return response;
  const body = Buffer.from(await response.arrayBuffer());
  if (body.length < minBytes) return new Response(body, { status, headers });
  headers.set("content-encoding", coding);
  const tag = headers.get("etag");
  if (tag !== null) headers.set("etag", withCoding(tag, coding));
  return new Response(Buffer.from(await compress(body, coding)), { status, headers });
}

/** Compresses an answer that arises over time where the client takes it. */
export function compressedStream(
  response: Response,
  acceptEncoding: string | null,
  minBytes: number,
): Response {
  const { headers, status, body } = response;
  if (minBytes === 0 || body === null) return response;
  headers.set("vary", varyWith(headers.get("vary"), ["accept-encoding"]));
  if (!takesGzip(acceptEncoding)) return response;
  headers.set("content-encoding", "gzip");
  return new Response(gzipStream(body), { status, headers });
}

/** Bytes of another coding are another representation. */
function withCoding(tag: string, coding: Coding): string {
  return `${tag.slice(0, -1)};${coding}"`;
}
