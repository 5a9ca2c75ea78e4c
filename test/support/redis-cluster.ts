import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import {
  freePort,
  type RedisServer,
  startRedisServer,
} from "../../runtime/src/embedded/redis-server.ts";
import { findRedis, howToInstallRedis } from "./redis.ts";
import { until } from "./until.ts";

/** One node of a cluster of the test's own. */
export interface ClusterNode {
  readonly port: number;
  /** The id that the other nodes know it by. */
  readonly id: string;
  /** For the test's own commands, to this node alone. */
  readonly client: Redis;
  /** SIGKILL, as in a crash. */
  kill(): Promise<void>;
  /** Starts it again with the same port, id and data. */
  restart(): Promise<void>;
  /** SIGSTOP and SIGCONT. */
  pause(): void;
  resume(): void;
}

/** A real cluster on loopback: three primaries, each with `replicas` replicas. */
export interface TestCluster {
  /** Names two of the nodes. */
  readonly url: string;
  readonly nodes: readonly ClusterNode[];
  /** The node that holds a key as primary. */
  primaryOf(key: string): Promise<ClusterNode>;
  replicasOf(node: ClusterNode): Promise<readonly ClusterNode[]>;
  /** Moves one slot as `redis-cli --cluster reshard` does, key by key. */
  moveSlot(slot: number, from: ClusterNode, to: ClusterNode): Promise<void>;
  /** Stops all nodes and removes their data. */
  stop(): Promise<void>;
}

interface StartedNode extends ClusterNode {
  readonly busPort: number;
  stop(): Promise<void>;
}

const slots = 16_384;
const primaryCount = 3;

export async function startRedisCluster(
  options: { readonly replicas?: number; readonly arguments?: readonly string[] } = {},
): Promise<TestCluster> {
  const directory = mkdtempSync(join(tmpdir(), "berrys-redis-cluster-"));
  const count = primaryCount * (1 + (options.replicas ?? 1));
  const nodes = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      startNode(join(directory, String(index)), options.arguments ?? []),
    ),
  );
  const [first] = nodes;
  if (first === undefined) throw new Error("a cluster has nodes");
  await form(nodes);
  const byId = (id: string | undefined): StartedNode => {
    const found = nodes.find((node) => node.id === id);
    if (found === undefined) throw new Error(`no node ${id}`);
    return found;
  };
  const alive = async (): Promise<StartedNode> => {
    for (const node of nodes) if (node.client.status === "ready") return node;
    throw new Error("no node of the cluster is reachable");
  };
  return {
    url: `redis+cluster://${nodes
      .slice(0, 2)
      .map(({ port }) => `127.0.0.1:${port}`)
      .join(",")}`,
    nodes,
    primaryOf: async (key) => {
      const { client } = await alive();
      const slot = await client.cluster("KEYSLOT", key);
      return byId(
        (await holders(client)).find(({ first, last }) => first <= slot && slot <= last)?.id,
      );
    },
    replicasOf: async (node) => {
      const lines = (await (await alive()).client.cluster("REPLICAS", node.id)) as string[];
      return lines.map((line) => byId(line.split(" ")[0]));
    },
    moveSlot: (slot, from, to) => moveSlot(nodes, slot, from, to),
    stop: async () => {
      await Promise.all(nodes.map((node) => node.stop()));
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function startNode(
  directory: string,
  extraArguments: readonly string[],
): Promise<StartedNode> {
  const program = findRedis();
  if (program === null) throw new Error(howToInstallRedis);
  const busPort = await freePort();
  const start = (port?: number): Promise<RedisServer> =>
    startRedisServer({
      ...program,
      directory,
      persistent: true,
      ...(port === undefined ? {} : { port }),
      extraArguments: [
        ...["--cluster-enabled", "yes", "--cluster-port", String(busPort)],
        ...["--cluster-node-timeout", "1000", "--repl-diskless-sync-delay", "0"],
        // A replica that was away for a moment may still be elected.
        ...["--cluster-replica-validity-factor", "0"],
        ...extraArguments,
      ],
    });
  let server = await start();
  const { port } = server;
  const client = new Redis(port, "127.0.0.1", {
    retryStrategy: () => 100,
    maxRetriesPerRequest: null,
  });
  client.on("error", () => {});
  const exit = async (signal: NodeJS.Signals): Promise<void> => {
    const { process: child } = server;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGCONT");
    child.kill(signal);
    await gone;
  };
  return {
    port,
    busPort,
    id: await client.cluster("MYID"),
    client,
    kill: () => exit("SIGKILL"),
    restart: async () => {
      server = await start(port);
    },
    pause: () => {
      server.process.kill("SIGSTOP");
    },
    resume: () => {
      server.process.kill("SIGCONT");
    },
    stop: async () => {
      client.disconnect();
      await exit("SIGKILL");
    },
  };
}

async function form(nodes: readonly StartedNode[]): Promise<void> {
  const primaries = nodes.slice(0, primaryCount);
  const replicas = nodes.slice(primaryCount);
  for (const [index, { client }] of primaries.entries()) {
    await client.cluster("SET-CONFIG-EPOCH", index + 1);
    const first = Math.floor((index * slots) / primaryCount);
    const last = Math.floor(((index + 1) * slots) / primaryCount) - 1;
    await client.cluster("ADDSLOTSRANGE", first, last);
  }
  const [one, ...others] = nodes;
  for (const { port, busPort } of others) {
    await one?.client.call("CLUSTER", "MEET", "127.0.0.1", port, busPort);
  }
  const settled = async (): Promise<boolean> => {
    const infos = await Promise.all(nodes.map(({ client }) => client.cluster("INFO")));
    return infos.every((info) =>
      [`cluster_known_nodes:${nodes.length}`, "cluster_state:ok"].every((text) =>
        info.includes(text),
      ),
    );
  };
  await until(settled, (is) => is);
  for (const [index, { client }] of replicas.entries()) {
    await client.cluster("REPLICATE", primaries[index % primaryCount]?.id ?? "");
  }
  const linked = async (): Promise<boolean> => {
    const infos = await Promise.all(replicas.map(({ client }) => client.info("replication")));
    const maps = await Promise.all(
      nodes.map(({ client }) => client.cluster("NODES") as Promise<string>),
    );
    return (
      infos.every((info) => info.includes("master_link_status:up")) &&
      maps.every((map) => map.match(/ (?:myself,)?slave /g)?.length === replicas.length)
    );
  };
  await until(linked, (is) => is);
}

async function holders(
  client: Redis,
): Promise<readonly { readonly first: number; readonly last: number; readonly id: string }[]> {
  const ranges = await client.cluster("SLOTS");
  return ranges.map(([first, last, primary]) => ({ first, last, id: String(primary?.[2]) }));
}

async function moveSlot(
  nodes: readonly StartedNode[],
  slot: number,
  from: ClusterNode,
  to: ClusterNode,
): Promise<void> {
  await to.client.cluster("SETSLOT", slot, "IMPORTING", from.id);
  await from.client.cluster("SETSLOT", slot, "MIGRATING", to.id);
  for (;;) {
    const keys = await from.client.cluster("GETKEYSINSLOT", slot, 100);
    if (keys.length === 0) break;
    await from.client.migrate("127.0.0.1", to.port, "", 0, 5000, "KEYS", ...keys);
  }
  await to.client.cluster("SETSLOT", slot, "NODE", to.id);
  await from.client.cluster("SETSLOT", slot, "NODE", to.id);
  for (const node of nodes) {
    // Replicas learn of it by themselves.
    await node.client.cluster("SETSLOT", slot, "NODE", to.id).catch(() => {});
  }
}
