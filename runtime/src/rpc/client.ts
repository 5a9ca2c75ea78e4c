import { setTimeout as delay } from "node:timers/promises";
import type { DescMethod, DescService } from "@bufbuild/protobuf";
import { type CallOptions, createClient } from "@connectrpc/connect";
import { createConnectTransport, Http2SessionManager } from "@connectrpc/connect-node";
import { causationHeader, correlationHeader, currentCorrelation } from "../correlation.ts";
import type { RpcDefinition } from "../definitions.ts";
import { BerrysError } from "../errors.ts";
import { defaultTimeoutMs } from "../host/call.ts";
import { startScope } from "../host/scope.ts";
import { fromConnectError } from "./errors.ts";
import { type CallPolicy, createCallPolicy } from "./policy.ts";
import type { RpcClient } from "./types.ts";

/** For whom and how long a client calls. */
export interface RpcCaller {
  /** Bearer token for the callee. */
  readonly token: () => Promise<string>;
  readonly signal?: AbortSignal;
  /** Milliseconds that are left to the caller itself; null: no deadline. */
  readonly remainingMs?: () => number | null;
  /** Default: that of the running request or message. */
  readonly correlationId?: string;
}

/** The connection to one service and what is known about its health; shared by all callers of a process. */
export interface RpcPeer<Service extends DescService> {
  client(caller: RpcCaller): RpcClient<Service>;
  /** State of a method's circuit breaker, by local name. */
  circuit(method: string): ReturnType<CallPolicy["state"]>;
  close(): void;
}

type TypedDefinition<Service extends DescService> = RpcDefinition & { readonly desc: Service };

const pingIntervalMs = 20_000;
const pingTimeoutMs = 5_000;
const maxMessageBytes = 16 * 1024 * 1024;

/** One HTTP/2 session to a service, opened when first needed and again after it breaks. */
export function createRpcPeer<Service extends DescService>(
  definition: TypedDefinition<Service>,
  baseUrl: string,
): RpcPeer<Service> {
  const sessions = new Http2SessionManager(baseUrl, { pingIntervalMs, pingTimeoutMs });
  const transport = createConnectTransport({
    httpVersion: "2",
    baseUrl,
    sessionManager: sessions,
    readMaxBytes: maxMessageBytes,
    writeMaxBytes: maxMessageBytes,
  });
  const raw = createClient(definition.desc, transport) as unknown as RawClient;
  const policies = new Map<string, CallPolicy>(
    definition.desc.methods.map((method) => [
      method.localName,
      createCallPolicy({
        name: nameOf(method),
        idempotent: definition.methods[method.localName]?.idempotent ?? false,
      }),
    ]),
  );
  const policyOf = (method: string): CallPolicy => {
    const policy = policies.get(method);
    if (policy === undefined) throw new Error(`\`${definition.desc.name}\` has no \`${method}\``);
    return policy;
  };
  return {
    client: (caller) =>
      Object.fromEntries(
        definition.desc.methods.map((method) => {
          const call: MethodCall = { method, definition, caller, raw };
          const streams = method.methodKind !== "unary" && method.methodKind !== "client_streaming";
          return [
            method.localName,
            streams
              ? (input: unknown, options?: CallOptions) => stream(call, input, options)
              : (input: unknown, options?: CallOptions) =>
                  unary(call, policyOf(method.localName), input, options),
          ];
        }),
      ) as RpcClient<Service>,
    circuit: (method) => policyOf(method).state(),
    close: () => sessions.abort(),
  };
}

export interface RpcClientOptions {
  readonly baseUrl: string;
  readonly token: () => Promise<string>;
}

/** A typed client on a connection of its own, for programs that are no service themselves. */
export function createRpcClient<Service extends DescService>(
  definition: TypedDefinition<Service>,
  options: RpcClientOptions,
): { readonly client: RpcClient<Service>; close(): void } {
  const peer = createRpcPeer(definition, options.baseUrl);
  return { client: peer.client({ token: options.token }), close: peer.close };
}

type RawClient = Readonly<Record<string, (input: unknown, options: CallOptions) => unknown>>;

interface MethodCall {
  readonly method: DescMethod;
  readonly definition: RpcDefinition;
  readonly caller: RpcCaller;
  readonly raw: RawClient;
}

async function unary(
  call: MethodCall,
  policy: CallPolicy,
  input: unknown,
  options: CallOptions = {},
): Promise<unknown> {
  const timeoutMs = timeoutOf(call, options, defaultTimeoutMs);
  const scope = startScope(signalsOf(call, options), timeoutMs, nameOf(call.method));
  const attempt = async (): Promise<unknown> => {
    try {
      return await invoke(call, input, {
        ...options,
        headers: await headersOf(call, options),
        signal: scope.signal,
        ...timeoutOption(scope.remainingMs()),
      });
    } catch (error) {
      throw fromConnectError(error);
    }
  };
  try {
    return await scope.race(policy.run(attempt, scope.signal));
  } finally {
    scope.end();
  }
}

async function* stream(
  call: MethodCall,
  input: unknown,
  options: CallOptions = {},
): AsyncGenerator<unknown> {
  const timeoutMs = timeoutOf(call, options, null);
  const scope = startScope(signalsOf(call, options), timeoutMs, nameOf(call.method));
  let items: AsyncIterator<unknown> | null = null;
  try {
    const answers = invoke(call, input, {
      ...options,
      headers: await headersOf(call, options),
      signal: scope.signal,
      ...timeoutOption(timeoutMs),
    });
    items = (answers as AsyncIterable<unknown>)[Symbol.asyncIterator]();
    for (let next = await items.next(); next.done !== true; next = await items.next()) {
      yield next.value;
    }
    items = null;
  } catch (error) {
    items = null;
    if (scope.signal.aborted && scope.signal.reason instanceof BerrysError)
      throw scope.signal.reason;
    throw fromConnectError(error);
  } finally {
    const release = (): void => {
      scope.abort(new BerrysError("canceled", `\`${nameOf(call.method)}\` was canceled.`));
      scope.end();
    };
    if (items === null) release();
    else
      void Promise.race([drained(items), delay(drainMs, undefined, { ref: false })]).then(release);
  }
}

/** How long what is left of a stream may take to arrive once its consumer has stopped. */
const drainMs = 50;

/**
 * Reads on to the end. An HTTP/2 stream that the server has ended stays open until all of it is read, and aborting
 * it then does nothing; the session could never close.
 */
async function drained(items: AsyncIterator<unknown>): Promise<void> {
  try {
    while ((await items.next()).done !== true);
  } catch {
    // Nobody is interested any more in how it would have failed.
  }
}

function invoke(call: MethodCall, input: unknown, options: CallOptions): unknown {
  const method = call.raw[call.method.localName];
  if (method === undefined) throw new Error(`\`${nameOf(call.method)}\` cannot be called`);
  return method(input, options);
}

function nameOf(method: DescMethod): string {
  return `${method.parent.name}.${method.name}`;
}

function signalsOf(call: MethodCall, options: CallOptions): readonly AbortSignal[] {
  return [call.caller.signal, options.signal].filter((signal) => signal !== undefined);
}

function timeoutOption(timeoutMs: number | null): { readonly timeoutMs?: number } {
  // Zero would mean no deadline at all to connect.
  return timeoutMs === null ? {} : { timeoutMs: Math.max(1, timeoutMs) };
}

/** The shortest of what the contract, the call and the caller's own deadline allow. */
function timeoutOf(call: MethodCall, options: CallOptions, fallback: number | null): number | null {
  const limits = [
    call.definition.methods[call.method.localName]?.timeoutMs ?? fallback,
    options.timeoutMs ?? null,
    call.caller.remainingMs?.() ?? null,
  ].filter((limit) => limit !== null);
  return limits.length === 0 ? null : Math.min(...limits);
}

async function headersOf(call: MethodCall, options: CallOptions): Promise<Headers> {
  const headers = new Headers(options.headers);
  headers.set("authorization", `Bearer ${await call.caller.token()}`);
  const current = currentCorrelation();
  const correlationId = call.caller.correlationId ?? current?.correlationId;
  if (correlationId !== undefined) headers.set(correlationHeader, correlationId);
  if (current?.causationId != null) headers.set(causationHeader, current.causationId);
  if (current?.traceparent !== undefined) headers.set("traceparent", current.traceparent);
  return headers;
}
