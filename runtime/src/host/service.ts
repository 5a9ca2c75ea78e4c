import type { Context, Principal } from "../context.ts";
import type { Database } from "../database/database.ts";
import type { ServiceDefinition } from "../definitions.ts";
import type { Envelope } from "../envelope.ts";
import type { Upcasters } from "../messages/versions.ts";

/** Handles one message; a rejection retries it as its contract says. */
export type MessageHandler<Message extends Envelope, Ctx> = (
  message: Message,
  context: Ctx,
) => Promise<void>;

/**
 * Handles many messages at once (`x-berrys-batch`), at most one of each key, so that order per key holds. All of them are
 * done when it resolves; when it rejects, nothing is, and each is handled in a call of its own.
 */
export type BatchHandler<Message extends Envelope, Ctx> = (
  messages: readonly Message[],
  context: Ctx,
) => Promise<void>;

/** Handles one command; resolves with its reply, if the contract has one. */
export type CommandHandler<Message extends Envelope, Reply, Ctx> = (
  message: Message,
  context: Ctx,
) => Promise<Reply>;

/** Turns the data of an older version of a message into that of the next one; pure. */
export type Upcaster<From, To> = (data: From) => To;

/** Where other services are and how to prove who is calling them. */
export interface Peers {
  /** Base URL of a service, without a trailing slash. */
  url(service: string): string;
  /** Short-lived bearer token for `service`, carrying the end user if there is one. */
  token(service: string, principal: Principal | null): Promise<string>;
}

/** What a service may add around the REST operations of its contract. */
export interface RestHooks<Ctx> {
  /** Who sent a request that carries no token of another service; null: nobody known. Rejects to refuse. */
  readonly authenticate?: (request: globalThis.Request, context: Ctx) => Promise<Principal | null>;
  /**
   * The OpenAPI document in one file (`rest/openapi.json` of what is generated): served at `/openapi.json`, and as a page
   * at `/docs`, to everybody. Absent: neither is there.
   */
  readonly documentation?: URL;
  /** Answers what no operation of the service answers, e.g. by passing it on (`host/proxy.ts`). */
  readonly fallback?: (
    request: globalThis.Request,
    context: Ctx,
    peers: Peers,
  ) => Promise<Response>;
}

/** What a service gives to the host: its logic and its state. */
export interface ServiceSetup<Store, Handlers, Ctx> {
  readonly handlers: Handlers;
  /** Called once for the service and once for every transaction. */
  readonly store: (database: Database) => Store;
  /** Folder of Drizzle migrations, applied before anything else runs. */
  readonly migrations?: URL;
  /**
   * Seeding and background work; runs before the first request and message arrive. `context.signal` aborts when
   * the host stops. `peers` says where other services are.
   */
  readonly start?: (context: Ctx, peers: Peers) => Promise<void> | void;
  readonly rest?: RestHooks<Ctx>;
}

/** Context of a service whose types are not known any more. */
export type AnyContext = Context<unknown, unknown, unknown, unknown, unknown>;

/** Handlers as the host sees them. What they are given was checked against the contract first. */
export interface AnyHandlers {
  readonly rest: Readonly<Record<string, (request: never, context: never) => unknown>>;
  readonly rpc: Readonly<Record<string, object>>;
  readonly events: Readonly<Record<string, (message: never, context: never) => Promise<void>>>;
  readonly commands: Readonly<Record<string, (message: never, context: never) => Promise<unknown>>>;
  /** For each message with older versions what turns one into the next; absent: there is none. */
  readonly upcasters?: Readonly<Record<string, Upcasters>>;
}

/** A service, ready for a host. */
export interface Service {
  readonly definition: ServiceDefinition;
  readonly setup: ServiceSetup<unknown, AnyHandlers, AnyContext>;
}

/** Binds a setup to its contract. Emitted code calls it with the types of the contract. */
export function defineService<Store, Handlers, Ctx>(
  definition: ServiceDefinition,
  setup: ServiceSetup<Store, Handlers, Ctx>,
): Service {
  // The emitted wrapper has checked the types; past this point only the definition knows them.
  return { definition, setup: setup as unknown as Service["setup"] };
}
