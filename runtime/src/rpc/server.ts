import { AsyncLocalStorage } from "node:async_hooks";
import type { DescMethod } from "@bufbuild/protobuf";
import type { ConnectRouter, HandlerContext, ServiceImpl } from "@connectrpc/connect";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import {
  acceptCorrelationId,
  causationHeader,
  correlationHeader,
  runWithCorrelation,
} from "../correlation.ts";
import { refusedValue } from "../database/refused-value.ts";
import type { RpcDefinition, ServiceDefinition } from "../definitions.ts";
import { BerrysError, errorTraits } from "../errors.ts";
import { type CallHost, defaultTimeoutMs, sinceMs } from "../host/call.ts";
import type { HttpListener } from "../host/http-server.ts";
import { principalOf, requireRole } from "../host/identity.ts";
import { type Scope, startScope } from "../host/scope.ts";
import type { AnyContext, AnyHandlers } from "../host/service.ts";
import { toConnectError } from "./errors.ts";

export interface RpcServerOptions {
  readonly definition: ServiceDefinition;
  readonly handlers: AnyHandlers["rpc"];
  readonly host: CallHost;
  /** Largest request message. */
  readonly maxMessageBytes: number;
}

/** What answers RPC requests, and which requests are some. */
export interface RpcServer {
  /** Whether a request path belongs to an RPC service, e.g. `/berrys.planning.v1.PlanningService/CreatePlan`. */
  handles(path: string): boolean;
  readonly listener: HttpListener;
}

/** The RPC services of a service, over Connect, gRPC and gRPC-Web. */
export function createRpcServer(options: RpcServerOptions): RpcServer {
  const served = Object.entries(options.definition.serves);
  const prefixes = new Set(served.map(([, definition]) => definition.desc.typeName));
  return {
    handles: (path) => prefixes.has(path.slice(1, path.indexOf("/", 1))),
    listener: connectNodeAdapter({
      readMaxBytes: options.maxMessageBytes,
      shutdownSignal: options.host.ended,
      routes: (router) => {
        for (const [name, definition] of served) mount(router, name, definition, options);
      },
    }),
  };
}

type Handle = (input: unknown, context: AnyContext) => unknown;

function mount(
  router: ConnectRouter,
  name: string,
  definition: RpcDefinition,
  options: RpcServerOptions,
): void {
  const handlers = options.handlers[name] as Readonly<Record<string, Handle>> | undefined;
  const methods = definition.desc.methods.map((method) => {
    const handle = handlers?.[method.localName];
    if (handle === undefined)
      throw new Error(
        `\`${options.definition.id}\` has no handler \`${name}.${method.localName}\`, which its contract asks for`,
      );
    return [method.localName, implementationOf(method, definition, handle, options.host)] as const;
  });
  router.service(definition.desc, Object.fromEntries(methods) as Partial<ServiceImpl<never>>);
}

function implementationOf(
  method: DescMethod,
  definition: RpcDefinition,
  handle: Handle,
  host: CallHost,
): unknown {
  const settings = {
    method,
    roles: definition.methods[method.localName]?.roles ?? [],
    timeoutMs: definition.methods[method.localName]?.timeoutMs ?? null,
    host,
  };
  const streamsOut =
    method.methodKind === "server_streaming" || method.methodKind === "bidi_streaming";
  return streamsOut
    ? (input: unknown, call: HandlerContext) =>
        streamCall(settings, call, (context) => handle(input, context) as AsyncIterable<unknown>)
    : (input: unknown, call: HandlerContext) =>
        unaryCall(settings, call, async (context) => handle(input, context));
}

interface MethodSettings {
  readonly method: DescMethod;
  readonly roles: readonly string[];
  readonly timeoutMs: number | null;
  readonly host: CallHost;
}

interface Entered {
  readonly scope: Scope;
  readonly context: AnyContext;
  /** Runs a piece of the handler inside the call's correlation. */
  readonly inside: <T>(work: () => T) => T;
}

async function unaryCall(
  settings: MethodSettings,
  call: HandlerContext,
  work: (context: AnyContext) => Promise<unknown>,
): Promise<never> {
  const started = performance.now();
  return guarded(settings, call, async (correlationId) => {
    const { ended } = settings.host;
    const entered = await enter(settings, call, correlationId, ended, defaultTimeoutMs);
    try {
      const { scope, context, inside } = entered;
      return (await scope.race(inside(() => work(context)))) as never;
    } finally {
      entered.scope.end();
      logAnswered(settings, correlationId, started);
    }
  });
}

function logAnswered(
  { method, host }: MethodSettings,
  correlationId: string,
  started: number,
): void {
  const name = `${method.parent.typeName}/${method.name}`;
  host.log.debug(
    { correlation_id: correlationId, rpc: name, duration_ms: sinceMs(started) },
    `\`${name}\` answered`,
  );
}

async function* streamCall(
  settings: MethodSettings,
  call: HandlerContext,
  work: (context: AnyContext) => AsyncIterable<unknown>,
): AsyncGenerator<never> {
  const started = performance.now();
  const correlationId = acceptCorrelationId(call.requestHeader.get(correlationHeader));
  const entered = await guarded(settings, call, () =>
    enter(settings, call, correlationId, settings.host.streamsEnded, null),
  );
  const { scope, context, inside } = entered;
  const iterator = inside(() => work(context)[Symbol.asyncIterator]());
  let ended = false;
  try {
    for (;;) {
      const next = await guarded(settings, call, () => scope.race(inside(() => iterator.next())));
      if (next.done === true) break;
      yield next.value as never;
    }
    ended = true;
  } finally {
    // Not awaited: an iterator that hangs in its own `next` would never settle this.
    if (!ended) {
      scope.abort(new BerrysError("canceled", "The caller went away."));
      iterator.return?.()?.catch(() => undefined);
    }
    scope.end();
    logAnswered(settings, correlationId, started);
  }
}

/** Turns whatever is thrown into an error of the protocol; what is no `BerrysError` is logged and kept secret. */
async function guarded<T>(
  settings: MethodSettings,
  call: HandlerContext,
  work: (correlationId: string) => Promise<T>,
): Promise<T> {
  const correlationId = acceptCorrelationId(call.requestHeader.get(correlationHeader));
  const headers = { [correlationHeader]: correlationId };
  call.responseHeader.set(correlationHeader, correlationId);
  try {
    return await work(correlationId);
  } catch (error) {
    const { log } = settings.host;
    if (error instanceof BerrysError) {
      if (errorTraits[error.code].status >= 500)
        log.warn({ err: error, correlation_id: correlationId }, error.message);
      throw toConnectError(error, headers);
    }
    const refused = refusedValue(error);
    if (refused !== null) {
      log.warn({ err: error, correlation_id: correlationId }, refused.message);
      throw toConnectError(refused, headers);
    }
    log.error(
      { err: error, correlation_id: correlationId },
      `\`${settings.method.name}\` failed unexpectedly`,
    );
    throw toConnectError(new BerrysError("internal", "The server failed to answer."), headers);
  }
}

async function enter(
  settings: MethodSettings,
  call: HandlerContext,
  correlationId: string,
  ended: AbortSignal,
  fallbackTimeoutMs: number | null,
): Promise<Entered> {
  const { host, method } = settings;
  const operation = `${method.parent.name}.${method.name}`;
  const token = /^Bearer (\S+)$/i.exec(call.requestHeader.get("authorization") ?? "")?.[1];
  if (token === undefined)
    throw new BerrysError("unauthenticated", `\`${operation}\` needs the token of a service.`);
  const caller = await host.identity.verify(token);
  const principal = principalOf(caller);
  requireRole(settings.roles, principal, operation, ["service"]);
  const limits = [settings.timeoutMs ?? fallbackTimeoutMs, call.timeoutMs() ?? null];
  const stated = limits.filter((limit) => limit !== null);
  const timeoutMs = stated.length === 0 ? null : Math.max(0, Math.min(...stated));
  const scope = startScope([call.signal, ended], timeoutMs, operation);
  const traceparent = call.requestHeader.get("traceparent");
  const correlation = {
    correlationId,
    causationId: call.requestHeader.get(causationHeader),
    principal,
    ...(traceparent === null ? {} : { traceparent }),
  };
  return runWithCorrelation(correlation, () => ({
    scope,
    inside: AsyncLocalStorage.snapshot(),
    context: host.contextOf({
      signal: scope.signal,
      correlationId,
      principal,
      operation,
      remainingMs: scope.remainingMs,
    }),
  }));
}
