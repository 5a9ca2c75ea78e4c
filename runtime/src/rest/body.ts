import type { RestOperationDefinition } from "../definitions.ts";
import { BerrysError } from "../errors.ts";
import { fail } from "../validation.ts";
import type { Check, Violation } from "../violation.ts";
import { discard } from "./discard.ts";
import { checkText } from "./text.ts";

export interface BodyLimits {
  readonly maxBytes: number;
}

/** JSON that is nested deeper is refused before it is parsed. */
const maxJsonDepth = 128;

function refuse(status: number, title: string, message: string): BerrysError {
  const code = status === 413 ? "resource_exhausted" : "invalid_argument";
  return new BerrysError(code, message, { details: { status, title } });
}

/** Reads, parses and validates the body; undefined where there is none. */
export async function readBody(
  operation: RestOperationDefinition,
  request: Request,
  limits: BodyLimits,
  violations: Violation[],
): Promise<unknown> {
  const { body } = operation;
  if (body === null) return undefined;
  const bytes = await readBytes(request, limits.maxBytes);
  if (bytes.length === 0) {
    if (body.required) fail(violations, "/body", "required", "a body", undefined);
    return undefined;
  }
  const header = request.headers.get("content-type");
  const mediaType = (header?.split(";")[0] ?? "").trim().toLowerCase();
  const found = contentOf(body.content, mediaType);
  if (found === undefined) {
    const expected = Object.keys(body.content).join(" or ");
    throw refuse(
      415,
      "Unsupported media type",
      `The body is ${mediaType === "" ? "of no stated media type" : `\`${mediaType}\``}, expected ${expected}.`,
    );
  }
  const value = await parse(bytes, mediaType, header ?? "");
  checkText(value, "/body", violations);
  found.check?.(value, "/body", violations);
  return value;
}

function contentOf(
  content: Readonly<Record<string, Check | null>>,
  mediaType: string,
): { readonly check: Check | null } | undefined {
  for (const [declared, check] of Object.entries(content)) {
    const name = (declared.split(";")[0] ?? "").trim().toLowerCase();
    if (name === mediaType || name === "*/*" || (mediaType !== "" && matchesRange(name, mediaType)))
      return { check };
  }
  return undefined;
}

function matchesRange(range: string, mediaType: string): boolean {
  return range.endsWith("/*") && mediaType.startsWith(range.slice(0, -1));
}

async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  const tooLarge = (): BerrysError =>
    refuse(413, "Content too large", `The body is larger than ${maxBytes} bytes.`);
  const stated = Number(request.headers.get("content-length") ?? Number.NaN);
  if (stated > maxBytes) throw tooLarge();
  // The HTTP server holds the client to the length that it states.
  if (stated >= 0) return new Uint8Array(await request.arrayBuffer());
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > maxBytes) {
      void discard(reader);
      throw tooLarge();
    }
    chunks.push(value);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

async function parse(bytes: Uint8Array, mediaType: string, header: string): Promise<unknown> {
  if (/[/+]json$/.test(mediaType)) return parseJson(decodeUtf8(bytes));
  if (mediaType === "application/x-www-form-urlencoded")
    return formOf(new URLSearchParams(decodeUtf8(bytes)));
  if (mediaType === "multipart/form-data") return parseMultipart(bytes, header);
  return mediaType.startsWith("text/") ? decodeUtf8(bytes) : bytes;
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw refuse(400, "Bad request", "The body is not UTF-8.");
  }
}

function parseJson(text: string): unknown {
  if (isDeeperThan(text, maxJsonDepth))
    throw refuse(400, "Bad request", `The body is nested deeper than ${maxJsonDepth} levels.`);
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "malformed";
    throw refuse(400, "Bad request", `The body is no JSON: ${reason}.`);
  }
}

function isDeeperThan(text: string, levels: number): boolean {
  if (text.length <= levels) return false;
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (inString) {
      if (code === 0x5c) i++;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x5b || code === 0x7b) {
      depth++;
      if (depth > levels) return true;
    } else if (code === 0x5d || code === 0x7d) depth--;
  }
  return false;
}

async function parseMultipart(bytes: Uint8Array, header: string): Promise<unknown> {
  try {
    const form = await new Response(Buffer.from(bytes), {
      headers: { "content-type": header },
    }).formData();
    return formOf(form);
  } catch {
    throw refuse(400, "Bad request", "The body is no multipart form.");
  }
}

/** A form as an object; a name that comes more than once is an array. */
function formOf(entries: Iterable<readonly [string, unknown]>): Readonly<Record<string, unknown>> {
  const form = new Map<string, unknown>();
  for (const [name, value] of entries) {
    const before = form.get(name);
    if (before === undefined) form.set(name, value);
    else form.set(name, Array.isArray(before) ? [...before, value] : [before, value]);
  }
  return Object.fromEntries(form);
}
