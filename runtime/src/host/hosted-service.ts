import { getRequestListener } from "@hono/node-server";
import type { DestinationStream, Logger } from "pino";
import { v7 as uuidv7 } from "uuid";
import type { Config } from "../config.ts";
import { currentCorrelation, newCorrelationId, runWithCorrelation } from "../correlation.ts";
import type { DatabaseConnection } from "../database/open.ts";
import type { Journal } from "../journal/journal.ts";
import { createLogger } from "../log.ts";
import type { KeyRing } from "../messages/key-ring.ts";
import { createOutboxTables } from "../outbox/schema.sql.ts";
import { createRestApp } from "../rest/app.ts";
import { createIdempotency } from "../rest/idempotency.ts";
import { createIdempotencyTable } from "../rest/idempotency-table.ts";
import { createInvalidation } from "../rest/invalidation.ts";
import { createRpcServer } from "../rpc/server.ts";
import type { Subscription } from "../transports/transport.ts";
import type { Addresses } from "./addresses.ts";
import { type Backend, createBackend, type HostTransport, schemaOf } from "./backend.ts";
import type { CallHost } from "./call.ts";
import { mountDocumentation } from "./documentation.ts";
import { mountHealth } from "./health.ts";
import { type HttpServer, listen } from "./http-server.ts";
import { createIdentity } from "./identity.ts";
import { createHostConventions } from "./rest-conventions.ts";
import type { Peers, Service } from "./service.ts";
import { type Following, subscribe } from "./subscriptions.ts";

export interface HostedServiceOptions {
  readonly service: Service;
  readonly config: Config;
  readonly database: DatabaseConnection;
  readonly transport: HostTransport;
  /** Of the whole process; closed by who made it. */
  readonly journal: Journal;
  readonly addresses: Addresses;
  readonly secret: string;
  /** Encrypt what contracts call sensitive; null: no contract of the services does. */
  readonly keys: KeyRing | null;
  /** Aborts when the host begins to stop. */
  readonly stopping: AbortSignal;
  /** Aborts when the grace period ends. */
  readonly ended: AbortSignal;
  /** Aborts shortly after the host began to stop. */
  readonly streamsEnded: AbortSignal;
  readonly logDestination?: DestinationStream;
}

/** One service of a host, step by step in this order; each step is called once. */
export interface HostedService {
  readonly id: string;
  readonly log: Logger;
  /** Migrations, then the tables of outbox, inbox and idempotency keys. */
  prepare(): Promise<void>;
  /** Its own start, before anything reaches it. */
  start(): Promise<void>;
  /** Resolves with its base URL. */
  listen(): Promise<string>;
  /** Begins to read messages; then the service is ready. */
  follow(): Promise<void>;
  /** Reads no more messages and waits for those being handled. */
  unfollow(graceMs: number): Promise<void>;
  /** Accepts no more requests and waits for those being answered. */
  deafen(graceMs: number): Promise<void>;
  /** Says goodbye and sends what waits in the outbox. */
  close(reason: string, graceMs: number): Promise<void>;
}

/** RPC messages may be this many times larger than REST bodies. */
const rpcFactor = 16;

export function createHostedService(options: HostedServiceOptions): HostedService {
  const { service, config, database, transport, addresses, keys, stopping, ended } = options;
  const { definition, setup } = service;
  const { id } = definition;
  const log = createLogger({
    service: id,
    level: config.logLevel,
    correlationId: () => currentCorrelation()?.correlationId ?? null,
    ...(options.logDestination === undefined ? {} : { destination: options.logDestination }),
  });
  const identity = createIdentity(id, options.secret);
  const peers: Peers = { url: addresses.url, token: identity.token };
  const instance = {
    id: `${id}-${uuidv7().slice(-12)}`,
    version: "0.1.0",
    startedAt: new Date(),
  };
  let backend: Backend | null = null;
  let server: HttpServer | null = null;
  let subscriptions: readonly Following[] | null = null;
  let watching: readonly Subscription[] = [];
  const conventions = createHostConventions({ id, config, transport, log });
  const { cache } = conventions;
  const invalidation = cache === null ? null : createInvalidation({ definition, cache, log });
  const running = (): Backend => {
    if (backend === null) throw new Error(`\`${id}\` was not prepared`);
    return backend;
  };
  const host: CallHost = {
    log,
    identity,
    peers,
    ended,
    streamsEnded: options.streamsEnded,
    contextOf: (facts) => running().contextOf(facts, []),
  };
  return {
    id,
    log,
    prepare: async () => {
      if (setup.migrations !== undefined) await database.migrate(setup.migrations, id);
      await database.exclusively(async (sql) => {
        await createOutboxTables(sql, schemaOf(id));
        await createIdempotencyTable(sql, schemaOf(id));
      });
      const { maxMessageBytes } = config;
      backend = createBackend({
        service,
        database,
        transport,
        peers,
        log,
        journal: options.journal,
        keys,
        maxMessageBytes,
        onPublished: (type) => invalidation?.published(type),
        ended,
      });
    },
    start: async () => {
      const correlationId = newCorrelationId();
      const facts = {
        signal: stopping,
        correlationId,
        principal: null,
        operation: "start",
        remainingMs: () => null,
      };
      const context = running().contextOf(facts, []);
      await runWithCorrelation({ correlationId, causationId: null, principal: null }, async () =>
        setup.start?.(context, peers),
      );
    },
    listen: async () => {
      const app = createRestApp({
        definition,
        handlers: setup.handlers.rest,
        hooks: setup.rest ?? {},
        host,
        checkResponses: config.environment !== "production",
        maxBodyBytes: config.maxBodyBytes,
        idempotency: createIdempotency({ sql: database.sql, schema: schemaOf(id), log }),
        conventions,
      });
      mountHealth(app, id, () => ({
        subscriptions,
        database,
        instance,
        stallMs: config.stallMs,
      }));
      const documented = setup.rest?.documentation;
      if (documented !== undefined) mountDocumentation(app, documented);
      const rest = getRequestListener(app.fetch, { overrideGlobalObjects: false });
      const rpc = createRpcServer({
        definition,
        handlers: setup.handlers.rpc,
        host,
        maxMessageBytes: config.maxBodyBytes * rpcFactor,
      });
      server = await listen({
        host: config.host,
        port: config.portBase === 0 ? 0 : config.portBase + definition.portOffset,
        listener: (request, response) => {
          if (rpc.handles(request.url ?? "")) rpc.listener(request, response);
          else void rest(request, response);
        },
      });
      const url = `http://${hostOf(config.host)}:${server.port}`;
      addresses.set(id, config.serviceUrls[id] ?? url);
      return url;
    },
    follow: async () => {
      watching = (await invalidation?.watch(transport)) ?? [];
      subscriptions = await subscribe({
        service,
        backend: running(),
        transport,
        log,
        journal: options.journal,
        keys,
        ended,
      });
      await announce(running(), log, "systemServiceStarted", {
        service: id,
        instance_id: instance.id,
        version: instance.version,
        address: addresses.url(id),
        started_at: instance.startedAt.toISOString(),
      });
      log.info({ address: addresses.url(id) }, `${definition.title} is ready`);
    },
    unfollow: async (graceMs) => {
      const following = subscriptions ?? [];
      subscriptions = null;
      const heard = [...following.map(({ subscription }) => subscription), ...watching];
      watching = [];
      await Promise.all(heard.map((subscription) => subscription.stop(graceMs)));
    },
    deafen: async (graceMs) => {
      await server?.stop(graceMs);
    },
    close: async (reason, graceMs) => {
      if (backend === null) return;
      const uptimeMs = Date.now() - instance.startedAt.getTime();
      if (server !== null)
        await announce(backend, log, "systemServiceStopped", {
          service: id,
          instance_id: instance.id,
          reason,
          uptime_ms: uptimeMs,
          stopped_at: new Date().toISOString(),
        });
      await backend.stop(graceMs);
      log.info({ uptime_ms: uptimeMs }, `${definition.title} has stopped`);
    },
  };
}

/** Publishes one of the host's own events, if the service's contract has it; a failure is only logged. */
async function announce(backend: Backend, log: Logger, name: string, data: object): Promise<void> {
  try {
    await backend.publish[name]?.(data);
  } catch (error) {
    log.warn({ err: error }, `\`${name}\` could not be published`);
  }
}

function hostOf(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}
