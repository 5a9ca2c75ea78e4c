import type { Logger } from "pino";
import type { DatabaseConnection } from "../database/open.ts";
import type { MessageDefinition } from "../definitions.ts";
import type { Envelope } from "../envelope.ts";
import { BerrysError } from "../errors.ts";
import type { Journal, Journaled } from "../journal/journal.ts";
import type { KeyRing } from "../messages/key-ring.ts";
import { createPublishers, type PublisherOptions } from "../messages/publisher.ts";
import { createRequester, type Requester } from "../messages/requester.ts";
import { recordInInbox } from "../outbox/inbox.ts";
import { addToOutbox } from "../outbox/outbox.ts";
import { createRelay, type Relay } from "../outbox/relay.ts";
import { cleanIdempotencyTable } from "../rest/idempotency-table.ts";
import { createRpcPeer, type RpcPeer } from "../rpc/client.ts";
import type { Sharing } from "../transports/sharing.ts";
import type { OutgoingMessage, ReplyChannel, Transport } from "../transports/transport.ts";
import type { CallFacts } from "./call.ts";
import { recordOfPublished } from "./journal-records.ts";
import type { AnyContext, Peers, Service } from "./service.ts";

/** Moves messages and replies and keeps the journal; both transports do. One on a server lets others use it too. */
export type HostTransport = Transport & ReplyChannel & Journaled & Partial<Sharing>;

export interface BackendOptions {
  readonly service: Service;
  readonly database: DatabaseConnection;
  readonly transport: HostTransport;
  readonly peers: Peers;
  readonly log: Logger;
  /** Told of every message that leaves. */
  readonly journal: Journal;
  /** Encrypt what contracts call sensitive; null: no contract of the services does. */
  readonly keys: KeyRing | null;
  /** Largest envelope in bytes of JSON. */
  readonly maxMessageBytes: number;
  /** Told of the type of every message that the service itself publishes or sends; absent: nobody is. */
  readonly onPublished?: (type: string) => void;
  /** Aborts when the grace period of a stopping host ends. */
  readonly ended: AbortSignal;
}

/** What stands behind the contexts of one service. */
export interface Backend {
  /** Schema of its tables, outbox and inbox. */
  readonly schema: string;
  /** `messageIds`: the messages that are being handled, for the inbox; none in REST, RPC and `start`. */
  contextOf(facts: CallFacts, messageIds: readonly string[]): AnyContext;
  /** Publishes outside of any request. */
  readonly publish: AnyPublishers;
  /** Sends what is in the outbox, then lets go of everything. */
  stop(graceMs: number): Promise<void>;
}

type AnyPublishers = ReturnType<typeof createPublishers>;
type AnyTransaction = Parameters<Parameters<AnyContext["transaction"]>[0]>[0];

/** Thrown where the inbox knows messages: their effects are there, the handler must not run on. */
export class AlreadyHandled extends Error {
  override readonly name = "AlreadyHandled";
  readonly messageIds: readonly string[];

  constructor(messageIds: readonly string[]) {
    super(`Handled before: ${messageIds.join(", ")}`);
    this.messageIds = messageIds;
  }
}

/** Schema of a service's tables. */
export function schemaOf(service: string): string {
  return service.replaceAll("-", "_");
}

export function createBackend(options: BackendOptions): Backend {
  const { service, database, transport, log } = options;
  const { definition, setup } = service;
  const schema = schemaOf(definition.id);
  const direct = {
    ...publishing(options, "published"),
    deliver: (messages: Parameters<Transport["publish"]>[0]) => transport.publish(messages),
  };
  const publish = createPublishers(definition.publishes, direct);
  const send = createPublishers(definition.sends, direct);
  const requester = createRequester({ ...direct, replies: transport });
  const request = requestersOf(service, requester);
  const relay = createRelay({
    sql: database.sql,
    schema,
    publish: direct.deliver,
    onClean: () => cleanIdempotencyTable(database.sql, schema),
    onError: (error) => log.warn({ err: error }, "The outbox could not be sent; it is tried again"),
  });
  const store = setup.store(database.database);
  const rpc = createPeers(options);
  const inTransaction = createTransactions(options, schema, relay);
  return {
    schema,
    publish,
    contextOf: (facts, messageIds) => {
      let childLog: Logger | undefined;
      let clients: unknown;
      return {
        signal: facts.signal,
        correlationId: facts.correlationId,
        principal: facts.principal,
        store,
        publish,
        send,
        request,
        get log() {
          childLog ??= log.child({ operation: facts.operation });
          return childLog;
        },
        get clients() {
          clients ??= rpc.clients(facts);
          return clients;
        },
        transaction: inTransaction(messageIds),
      };
    },
    stop: async (graceMs) => {
      requester.close();
      await relay.stop(graceMs);
      rpc.close();
    },
  };
}

/** What publishers have in common, wherever their messages go. */
function publishing(options: BackendOptions, hop: "published" | "outbox") {
  const { service, keys, maxMessageBytes, log, journal } = options;
  const logged = logDelivered(log);
  return {
    source: service.definition.id,
    keys,
    maxBytes: maxMessageBytes,
    onDelivered: (envelope: Envelope, definition: MessageDefinition) => {
      logged(envelope, definition);
      options.onPublished?.(envelope.type);
      journal.add(recordOfPublished(hop, service.definition.id, envelope, definition));
    },
  };
}

/** One line for each message that leaves, or that leaves with the transaction it was written in. */
function logDelivered(log: Logger): NonNullable<PublisherOptions["onDelivered"]> {
  return ({ id, type, correlation_id, metadata }, { kind }) =>
    log.debug(
      { correlation_id, message_id: id, type, kind, key: metadata?.key ?? null },
      `\`${type}\` ${kind === "event" ? "published" : "sent"}`,
    );
}

/** Requests exist for the commands that have a reply. */
function requestersOf(service: Service, requester: Requester): Readonly<Record<string, unknown>> {
  const { sends } = service.definition;
  return Object.fromEntries(
    Object.entries(sends).flatMap(([name, definition]) =>
      definition.checkReply === null ? [] : [[name, requester.request(definition)] as const],
    ),
  );
}

/** `transaction` of a context, by the messages that are being handled. */
function createTransactions(
  options: BackendOptions,
  schema: string,
  relay: Relay,
): (messageIds: readonly string[]) => AnyContext["transaction"] {
  const { service, database } = options;
  const { definition, setup } = service;
  return (messageIds) => {
    let finals = 0;
    return async (work, { final = true } = {}) => {
      const recorded = final ? messageIds : [];
      if (recorded.length > 0 && ++finals > 1)
        throw new Error(
          "A message handler called `transaction` twice; expected once, and `{ final: false }` for steps before it",
        );
      const published = new Set<string>();
      let sent = false;
      let isOver = false;
      const result = await database.transaction(async (transaction) => {
        const { sql } = transaction;
        if (recorded.length > 0) {
          const known = await recordInInbox(sql, schema, recorded);
          if (known.length > 0) throw new AlreadyHandled(known);
        }
        const outbox = {
          ...publishing({ ...options, onPublished: (type) => published.add(type) }, "outbox"),
          deliver: async (messages: Parameters<typeof addToOutbox>[2]) => {
            // Its connection may be in another transaction by now.
            if (isOver) throw overErrorOf(messages);
            sent = true;
            await addToOutbox(sql, schema, messages);
          },
        };
        const tx: AnyTransaction = {
          store: setup.store(transaction.database),
          publish: createPublishers(definition.publishes, outbox),
          send: createPublishers(definition.sends, outbox),
        };
        try {
          return await work(tx);
        } finally {
          isOver = true;
        }
      });
      for (const type of published) options.onPublished?.(type);
      if (sent) relay.notify();
      return result;
    };
  };
}

function overErrorOf(messages: readonly OutgoingMessage[]): BerrysError {
  const [first] = messages;
  return new BerrysError(
    "failed_precondition",
    `A message to \`${first?.channel ?? "nobody"}\` is not sent: the transaction is over; await every \`publish\` and \`send\` inside its callback`,
  );
}

interface ServicePeers {
  clients(facts: CallFacts): Readonly<Record<string, unknown>>;
  close(): void;
}

/** One connection per callee, opened at the first call: only then are all addresses known. */
function createPeers({ service, peers }: BackendOptions): ServicePeers {
  const { calls } = service.definition;
  const open = new Map<string, RpcPeer<(typeof calls)[string]["desc"]>>();
  const peerOf = (name: string, definition: (typeof calls)[string]) => {
    const known = open.get(name);
    if (known !== undefined) return known;
    const peer = createRpcPeer(definition, peers.url(definition.service));
    open.set(name, peer);
    return peer;
  };
  return {
    clients: (facts) => {
      const clients = {};
      for (const [name, definition] of Object.entries(calls)) {
        const create = () =>
          peerOf(name, definition).client({
            token: () => peers.token(definition.service, facts.principal),
            signal: facts.signal,
            remainingMs: facts.remainingMs,
            correlationId: facts.correlationId,
          });
        defineLazily(clients, name, create);
      }
      return clients;
    },
    close: () => {
      for (const peer of open.values()) peer.close();
    },
  };
}

function defineLazily(target: object, name: string, create: () => unknown): void {
  let value: unknown;
  Object.defineProperty(target, name, {
    enumerable: true,
    get: () => {
      value ??= create();
      return value;
    },
  });
}
