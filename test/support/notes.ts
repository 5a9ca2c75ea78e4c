import type { Principal } from "../../runtime/src/context.ts";
import type { RestOperationDefinition } from "../../runtime/src/definitions.ts";
import { BerrysError } from "../../runtime/src/errors.ts";
import { type AnyContext, defineService, type Service } from "../../runtime/src/host/service.ts";
import type { Check } from "../../runtime/src/violation.ts";
import { define } from "./shop.ts";

const anything: Check = () => undefined;

function operation(
  facts: Pick<RestOperationDefinition, "operationId" | "path" | "parameters" | "roles">,
): RestOperationDefinition {
  return {
    method: "POST",
    service: "notes",
    body: { required: true, content: { "application/json": anything, "*/*": null } },
    success: [{ status: 201, shape: "envelope", mediaType: "application/json", check: null }],
    errors: [],
    timeoutMs: 20_000,
    idempotent: false,
    location: "/notes/{id}",
    ...facts,
  };
}

const key = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  type: "string",
  style: "simple",
  explode: false,
  check: anything,
} as const;

/** A service that takes notes, and what it did. `createNote` declares the header `Idempotency-Key`, `addNote` does not. */
export interface Notes {
  readonly service: Service;
  /** Texts of the notes that handlers began to take. */
  readonly begun: readonly string[];
  /** Signals of the handlers, in the same order. */
  readonly signals: readonly AbortSignal[];
  /** What the next notes with this text come to; without it they are taken. */
  outcome(text: string, make: () => Promise<void>): void;
  /** The error that a refusing note ends with. */
  refusal(code: BerrysError["code"]): () => Promise<void>;
}

export function createNotes(): Notes {
  const begun: string[] = [];
  const signals: AbortSignal[] = [];
  const outcomes = new Map<string, () => Promise<void>>();
  let count = 0;
  const take = async ({ body }: { body: unknown }, { signal }: AnyContext) => {
    const text = String((body as { readonly text?: unknown }).text);
    count++;
    const id = `n${count}`;
    begun.push(text);
    signals.push(signal);
    await outcomes.get(text)?.();
    return { id, text };
  };
  const service = defineService(
    define({
      id: "notes",
      rest: {
        basePath: "/api/v1",
        version: "1",
        operations: [
          operation({
            operationId: "createNote",
            path: "/notes",
            parameters: [key],
            roles: ["writer"],
          }),
          operation({ operationId: "createDraft", path: "/drafts", parameters: [key], roles: [] }),
          operation({ operationId: "addNote", path: "/added", parameters: [], roles: ["writer"] }),
        ],
      },
    }),
    {
      store: () => null,
      handlers: {
        rest: { createNote: take, createDraft: take, addNote: take },
        rpc: {},
        events: {},
        commands: {},
      },
      rest: {
        authenticate: async (request: Request): Promise<Principal | null> => {
          const id = request.headers.get("x-api-key");
          return id === null ? null : { id, kind: "api-key", roles: ["writer"] };
        },
      },
    },
  );
  return {
    service,
    begun,
    signals,
    outcome: (text, make) => {
      outcomes.set(text, make);
    },
    refusal: (code) => () => Promise.reject(new BerrysError(code, `No notes: ${code}.`)),
  };
}
