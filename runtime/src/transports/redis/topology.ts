import { BerrysError } from "../../errors.ts";
import { addressText, type Endpoint, placesOf, type ServerAddress } from "./endpoint.ts";
import { createServerConnection } from "./server-connection.ts";
import { slotCount } from "./slot.ts";

/** Which primary of a cluster holds which slot, as far as is known. Shared by all connections of a transport. */
export interface Topology {
  /** `host:port`; null: no primary is known to hold it. */
  addressOf(slot: number): string | null;
  /** Every primary that holds a slot. */
  primaries(): ReadonlySet<string>;
  /** A node said that the slot lies elsewhere: believed at once, and the rest is asked for. */
  moved(slot: number, address: string): void;
  /** Asks a node for the whole map; one that is under suspicion (`host:port`) last. Never rejects. */
  refresh(suspect?: string): Promise<void>;
  /** Resolves once a map is known; rejects with `unavailable` after `timeoutMs`. */
  ready(timeoutMs: number): Promise<void>;
  /** Called after every change; returns how to end that. */
  onChange(listener: () => void): () => void;
  close(): void;
}

type SlotRange = readonly [first: number, last: number, ...nodes: readonly (readonly Buffer[])[]];

const askMs = 1500;
/** Least time between two questions: many connections notice the same failure. */
const pauseMs = 200;

export function createTopology(endpoint: Endpoint & { readonly kind: "cluster" }): Topology {
  const listeners = new Set<() => void>();
  const slots: (string | null)[] = new Array(slotCount).fill(null);
  let primaries: ReadonlySet<string> = new Set();
  /** All nodes of the last answer, replicas included: one of them may know more when the others are gone. */
  let nodes: readonly string[] = [];
  let known = false;
  let closed = false;
  let lastError: unknown = null;
  let running: Promise<void> | null = null;

  const changed = (): void => {
    primaries = new Set(slots.filter((address) => address !== null));
    for (const listener of listeners) listener();
  };

  const ask = async (address: ServerAddress): Promise<readonly SlotRange[]> => {
    const connection = createServerConnection({
      endpoint: nodeEndpoint(endpoint, address),
      name: "berrys-topology",
      silenceMs: askMs,
    });
    try {
      await connection.ready(askMs);
      return (await connection.send(null, "CLUSTER", "SLOTS")) as readonly SlotRange[];
    } finally {
      connection.close();
    }
  };

  const take = (ranges: readonly SlotRange[], answered: ServerAddress): void => {
    const found = new Set<string>();
    slots.fill(null);
    for (const [first, last, ...holders] of ranges) {
      const [primary = null, ...replicas] = holders.map((node) => nodeAddress(node, answered));
      slots.fill(primary, first, last + 1);
      for (const node of [primary, ...replicas]) if (node !== null) found.add(node);
    }
    nodes = [...found];
    known = true;
    changed();
  };

  const askAll = async (suspect?: string): Promise<void> => {
    const seeds = endpoint.addresses.map(addressText);
    const all = [...new Set([...primaries, ...nodes, ...seeds])];
    const asked = [
      ...all.filter((one) => one !== suspect),
      ...all.filter((one) => one === suspect),
    ];
    for (const text of asked) {
      if (closed) return;
      try {
        const address = splitAddress(text);
        const ranges = await ask(address);
        if (ranges.length === 0) throw new Error(`${text} knows of no slots`);
        take(ranges, address);
        return;
      } catch (error) {
        lastError = error;
      }
    }
  };

  const refresh = (suspect?: string): Promise<void> => {
    running ??= askAll(suspect).finally(() => {
      setTimeout(() => {
        running = null;
      }, pauseMs).unref();
    });
    return running;
  };

  return {
    addressOf: (slot) => slots[slot] ?? null,
    primaries: () => primaries,
    moved: (slot, address) => {
      slots[slot] = address;
      changed();
      void refresh();
    },
    refresh,
    ready: async (timeoutMs) => {
      const end = performance.now() + timeoutMs;
      while (!known) {
        await Promise.race([refresh(), after(Math.max(0, end - performance.now()))]);
        if (known) return;
        if (closed || performance.now() >= end) throw notAnswering(endpoint, closed, lastError);
        await after(Math.min(pauseMs, Math.max(0, end - performance.now())));
      }
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      closed = true;
      listeners.clear();
    },
  };
}

/** Access to one node, as it is to the cluster. */
export function nodeEndpoint(cluster: Endpoint, address: ServerAddress): Endpoint {
  const { username, password, tls } = cluster;
  return { kind: "server", username, password, tls, database: 0, addresses: [address] };
}

/** `host:port` with or without brackets, as Redis writes it. */
export function splitAddress(text: string): ServerAddress {
  const colon = text.lastIndexOf(":");
  const host = text.slice(0, colon).replace(/^\[(.*)\]$/, "$1");
  return { host, port: Number(text.slice(colon + 1)) };
}

/** A node that does not know its own address is where it answered. */
function nodeAddress(node: readonly Buffer[], answered: ServerAddress): string | null {
  const [host, port] = node;
  if (port === undefined) return null;
  const name = host === null || host === undefined ? "" : host.toString();
  if (name === "?") return null;
  return addressText({ host: name === "" ? answered.host : name, port: Number(port) });
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function notAnswering(endpoint: Endpoint, closed: boolean, error: unknown): BerrysError {
  if (closed) return new BerrysError("unavailable", "Redis connection is closed");
  const reason = error instanceof Error && error.message !== "" ? `: ${error.message}` : "";
  return new BerrysError(
    "unavailable",
    `No node of the Redis cluster at ${placesOf(endpoint)} tells its slots${reason}`,
  );
}
