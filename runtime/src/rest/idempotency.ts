import type { Logger } from "pino";
import { v7 as uuidv7 } from "uuid";
import type { Principal } from "../context.ts";
import { correlationHeader } from "../correlation.ts";
import type { SqlClient } from "../database/sql-client.ts";
import type { RestOperationDefinition } from "../definitions.ts";
import { BerrysError, errorTraits } from "../errors.ts";
import { fail } from "../validation.ts";
import type { Violation } from "../violation.ts";
import { cipherOf, type IdempotencyCipher } from "./idempotency-cipher.ts";
import { createIdempotencyTableClient, type IdempotentRun } from "./idempotency-table.ts";
import { problemResponse } from "./problem.ts";

/** Request header that makes a repetition harmless (draft-ietf-httpapi-idempotency-key-header). */
export const idempotencyHeader = "idempotency-key";
/** `true` on a response that was made for an earlier request with the same key. */
export const replayedHeader = "idempotency-replayed";

/** A request that has a key. */
export interface IdempotentRequest {
  readonly key: string;
  readonly operation: string;
  readonly principal: Principal | null;
  /** What makes it another request when it differs. */
  readonly input: unknown;
  readonly correlationId: string;
  /** Milliseconds after which a run that has not ended counts as crashed. */
  readonly leaseMs: number;
}

/**
 * Runs requests that have a key once. A key belongs to the service, the principal, the operation and the first
 * request that brought it, for 24 hours; people whom the operation does not know share one scope.
 *
 * Kept is what would come out the same again: successes, and refusals of the handler that no retry mends. Anything
 * else ends the run without an answer, so that a repetition runs again.
 *
 * Limit: the answer is stored after the handler's own transaction. If the process dies between the two, or the handler
 * goes on for longer than the lease, a repetition after the lease has its effects a second time.
 */
export interface Idempotency {
  /** Resolves with the answer of `work`, or with that of the run before; a key that cannot be used is a `BerrysError`. */
  run(request: IdempotentRequest, work: () => Promise<Response>): Promise<Response>;
}

/** Whether the contract lets clients send a key. A stream cannot be repeated, so there the header says nothing. */
export function takesIdempotencyKey(operation: RestOperationDefinition): boolean {
  return (
    operation.parameters.some(
      ({ in: where, name }) => where === "header" && name.toLowerCase() === idempotencyHeader,
    ) && operation.success.every(({ shape }) => shape !== "stream")
  );
}

/** The key that a request carries; null: none. */
export function idempotencyKeyOf(headers: Headers): string | null {
  const key = headers.get(idempotencyHeader);
  if (key === null || /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  const violations: Violation[] = [];
  const expected = "1 to 255 visible ASCII characters";
  fail(violations, "/headers/Idempotency-Key", "pattern", expected, key);
  throw new BerrysError(
    "invalid_argument",
    `The Idempotency-Key is malformed: expected ${expected}, got ${violations[0]?.got}.`,
    { details: { violations } },
  );
}

export interface IdempotencyOptions {
  readonly sql: SqlClient;
  readonly schema: string;
  readonly log: Logger;
}

export function createIdempotency({ sql, schema, log }: IdempotencyOptions): Idempotency {
  const table = createIdempotencyTableClient(sql, schema);

  /** An answer that cannot be kept is still the right one; its repetition runs again after the lease. */
  const end = async (run: IdempotentRun, ending: () => Promise<boolean>): Promise<void> => {
    const { operation } = run;
    try {
      if (await ending()) return;
      log.warn({ operation }, `\`${operation}\` outlasted its lease and was run a second time`);
    } catch (error) {
      log.error({ err: error, operation }, `The answer of \`${operation}\` could not be kept`);
    }
  };

  const runAndKeep = async (
    run: IdempotentRun,
    cipher: IdempotencyCipher,
    correlationId: string,
    work: () => Promise<Response>,
  ): Promise<Response> => {
    const keep = async (response: Response): Promise<KeptResponse> => {
      const kept = await keptOf(response);
      await end(run, () => table.finish(run, cipher.seal(JSON.stringify(kept))));
      return kept;
    };
    let response: Response;
    try {
      response = await work();
    } catch (error) {
      if (isFinal(error)) await keep(problemResponse(error, correlationId));
      else await end(run, () => table.release(run).then(() => true));
      throw error;
    }
    return responseOf(await keep(response));
  };

  return {
    run: async (request, work) => {
      const { operation, principal, key, correlationId } = request;
      const scope = JSON.stringify([operation, principal?.kind ?? null, principal?.id ?? null]);
      const cipher = cipherOf(scope, key);
      const fingerprint = await cipher.fingerprint(request.input);
      const run = { id: cipher.id, operation, fingerprint, holder: uuidv7() };
      const claim = await table.take(run, request.leaseMs);
      switch (claim.kind) {
        case "taken":
          return runAndKeep(run, cipher, correlationId, work);
        case "answered": {
          const response = responseOf(JSON.parse(cipher.open(claim.response)) as KeptResponse);
          response.headers.set(replayedHeader, "true");
          return response;
        }
        case "running":
          throw new BerrysError(
            "aborted",
            "The first request with this Idempotency-Key is still running; send it again a little later.",
            { details: { title: "Still running" } },
          );
        case "other-request":
          throw new BerrysError(
            "invalid_argument",
            "This Idempotency-Key belongs to another request; expected the same request again, or a new key.",
            { details: { title: "Idempotency-Key is already used" } },
          );
      }
    },
  };
}

/** Whether the same request would be refused in the same way again, whoever is let in by then. */
function isFinal(error: unknown): error is BerrysError {
  if (!(error instanceof BerrysError)) return false;
  const { status: implied, retryable } = errorTraits[error.code];
  const status = error.details.status ?? implied;
  return (
    !retryable &&
    error.code !== "unauthenticated" &&
    error.code !== "permission_denied" &&
    typeof status === "number" &&
    status >= 400 &&
    status < 500
  );
}

interface KeptResponse {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** In base64; null: no body. */
  readonly body: string | null;
}

async function keptOf(response: Response): Promise<KeptResponse> {
  const body = response.body === null ? null : Buffer.from(await response.arrayBuffer());
  return {
    status: response.status,
    // A correlation id belongs to one request, and every response gets that of its own.
    headers: [...response.headers].filter(([name]) => name !== correlationHeader),
    body: body?.toString("base64") ?? null,
  };
}

function responseOf({ status, headers, body }: KeptResponse): Response {
  return new Response(body === null ? null : Buffer.from(body, "base64"), {
    status,
    headers: headers.map(([name, value]): [string, string] => [name, value]),
  });
}
