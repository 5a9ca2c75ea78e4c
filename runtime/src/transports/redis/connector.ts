import { createClusterConnection } from "./cluster-connection.ts";
import type { RedisConnection } from "./connection.ts";
import { parseEndpoint } from "./endpoint.ts";
import { createServerConnection } from "./server-connection.ts";
import { slotOf } from "./slot.ts";
import { createTopology } from "./topology.ts";

export interface ConnectionOptions {
  /** Shown in `CLIENT LIST`. */
  readonly name: string;
  /** Milliseconds without an answer after which a connection counts as dead (half-open TCP). */
  readonly silenceMs: number;
}

/** Makes connections to one place: a server, the primary of sentinels or a cluster. */
export interface RedisConnector {
  connect(options: ConnectionOptions): RedisConnection;
  /** Keys with the same number can be waited for by one command: all of a server, those of a slot on a cluster. */
  placeOf(key: string): number;
  /** Connections made before are closed each by itself. */
  close(): void;
}

/** `url` as `RedisTransportOptions` has it; throws `invalid_argument` where it cannot be read. */
export function createConnector(url: string): RedisConnector {
  const endpoint = parseEndpoint(url);
  if (endpoint.kind !== "cluster") {
    return {
      connect: (options) => createServerConnection({ endpoint, ...options }),
      placeOf: () => 0,
      close: () => {},
    };
  }
  const topology = createTopology(endpoint);
  return {
    connect: (options) => createClusterConnection({ endpoint, topology, ...options }),
    placeOf: slotOf,
    close: topology.close,
  };
}

/** A connection of its own, for whoever needs one alone. */
export function createConnection(
  options: ConnectionOptions & { readonly url: string },
): RedisConnection {
  const connector = createConnector(options.url);
  const connection = connector.connect(options);
  return {
    send: connection.send,
    ask: connection.ask,
    run: connection.run,
    ready: connection.ready,
    get generation() {
      return connection.generation;
    },
    close: () => {
      connection.close();
      connector.close();
    },
  };
}
