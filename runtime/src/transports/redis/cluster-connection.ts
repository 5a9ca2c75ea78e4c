import { BerrysError } from "../../errors.ts";
import { isReplyError, type RedisCommands, type RedisConnection } from "./connection.ts";
import { addressText, type Endpoint } from "./endpoint.ts";
import { createServerConnection, type ServerConnection } from "./server-connection.ts";
import { slotOf } from "./slot.ts";
import { nodeEndpoint, splitAddress, type Topology } from "./topology.ts";

export interface ClusterConnectionOptions {
  readonly endpoint: Endpoint;
  readonly topology: Topology;
  /** Shown in `CLIENT LIST` of every node. */
  readonly name: string;
  /** As for one server. */
  readonly silenceMs: number;
}

/** How long a command waits for the connection to its node. */
const connectMs = 1000;
const maxHops = 5;

/**
 * One connection to each node that it has commands for. A command that a node turned away (`MOVED`, `ASK`) was not
 * executed, so it goes to the right one; every other failure is its sender's, as on one server.
 */
export function createClusterConnection(options: ClusterConnectionOptions): RedisConnection {
  const { endpoint, topology, name, silenceMs } = options;
  const nodes = new Map<string, ServerConnection>();
  let generation = 0;
  let closed = false;

  const nodeAt = (address: string): ServerConnection => {
    const known = nodes.get(address);
    if (known !== undefined) return known;
    if (closed) throw new BerrysError("unavailable", "Redis connection is closed");
    const created = createServerConnection({
      endpoint: nodeEndpoint(endpoint, splitAddress(address)),
      name,
      silenceMs,
      onReady: () => {
        generation++;
      },
    });
    nodes.set(address, created);
    return created;
  };
  const forgetOthers = topology.onChange(() => {
    const primaries = topology.primaries();
    for (const [address, node] of nodes) {
      if (primaries.has(address)) continue;
      nodes.delete(address);
      node.close();
    }
  });

  const addressOf = async (slot: number | null): Promise<string> => {
    const find = (): string | null =>
      slot === null ? ([...topology.primaries()][0] ?? null) : topology.addressOf(slot);
    const known = find();
    if (known !== null) return known;
    await topology.refresh();
    const found = find();
    if (found !== null) return found;
    const what = slot === null ? "any slot" : `slot ${slot}`;
    throw new BerrysError("unavailable", `No primary of the Redis cluster holds ${what}`);
  };

  const route = async (
    key: string | null,
    attempt: (commands: RedisCommands) => Promise<unknown>,
  ): Promise<unknown> => {
    const slot = key === null ? null : slotOf(key);
    let address = (slot === null ? null : topology.addressOf(slot)) ?? (await addressOf(slot));
    let asking = false;
    for (let hop = 1; ; hop++) {
      try {
        const node = nodeAt(address);
        if (!node.isReady) await node.ready(connectMs);
        return await attempt(asking ? node.asking : node);
      } catch (error) {
        const redirect = redirectOf(error, address);
        if (redirect === null || hop === maxHops) {
          if (!isReplyError(error) || isReplyError(error, "CLUSTERDOWN")) {
            void topology.refresh(address);
          }
          throw error;
        }
        asking = redirect.kind === "ask";
        address = redirect.address;
        if (!asking) topology.moved(redirect.slot, address);
      }
    }
  };

  return {
    send: (key, command, ...args) => route(key, (to) => to.send(key, command, ...args)),
    ask: (form, key, command, args) => route(key, (to) => to.ask(form, key, command, args)),
    run: (script, keys, args) => route(keys[0] ?? null, (to) => to.run(script, keys, args)),
    ready: (timeoutMs) => topology.ready(timeoutMs),
    get generation() {
      return generation;
    },
    close: () => {
      closed = true;
      forgetOthers();
      for (const node of nodes.values()) node.close();
    },
  };
}

interface Redirect {
  readonly kind: "moved" | "ask";
  readonly slot: number;
  readonly address: string;
}

function redirectOf(error: unknown, from: string): Redirect | null {
  const kind = isReplyError(error, "MOVED ") ? "moved" : isReplyError(error, "ASK ") ? "ask" : null;
  if (kind === null) return null;
  const [, slot = "", address = ""] = (error as Error).message.split(" ");
  const { host, port } = splitAddress(address);
  // No host: the same as that of the node that answered.
  const target = { host: host === "" ? splitAddress(from).host : host, port };
  return { kind, slot: Number(slot), address: addressText(target) };
}
