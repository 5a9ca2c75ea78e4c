import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { streamKey } from "../../runtime/src/transports/redis/keys.ts";
import type { TestRedis } from "../support/redis.ts";
import type { EffectStore } from "./actor/effects.ts";
import type { ActorPlace, ConsumeOrder, ProduceOrder } from "./actor/orders.ts";
import type { Actor, Actors } from "./actors.ts";
import { check } from "./check.ts";
import { type History, type HistoryLine, openHistory, readHistory } from "./history.ts";
import { peaceful } from "./plan.ts";
import { type FaultProxy, startProxy } from "./proxy.ts";
import {
  type Backlog,
  countConnections,
  readBacklog,
  readEpochs,
  readFinalGroup,
} from "./snapshot.ts";
import { followHistory, type Tail } from "./tail.ts";
import type { Expected, Final, Verdict } from "./verdict.ts";

/** What a run happens in. */
export interface WorldOptions {
  /** Short and unique within the server: the prefix of all keys. */
  readonly name: string;
  readonly redis: TestRedis;
  readonly actors: Actors;
  /** `postgres://` address; null: effects count from the history alone. */
  readonly database?: string | null;
  /** Groups and what each promises; default: `g`, at least once. A group with `once` keeps its effects in the database. */
  readonly groups?: Expected["groups"];
  readonly kind?: "event" | "command";
  readonly partitions?: number;
  readonly packed?: boolean;
  readonly leaseMs?: number;
  readonly publishTimeoutMs?: number;
  readonly attempts?: number;
  readonly deadLetter?: "continue" | "halt-key";
  readonly retention?: NonNullable<ActorPlace["retention"]>;
}

/** An actor at work. */
export interface Working {
  readonly actor: Actor;
  readonly role: "consumer" | "producer";
  /** Of a producer: everything that it was to publish is confirmed; rejects if it ends before. */
  readonly produced: Promise<void>;
}

export type ConsumeSettings = Partial<
  Pick<ConsumeOrder, "group" | "concurrency" | "handlerMs" | "leaseMs">
> & { readonly through?: "proxy" };
export type ProduceSettings = Partial<
  Omit<ProduceOrder, "do" | keyof ActorPlace> & Pick<ProduceOrder, "publishTimeoutMs">
> & { readonly through?: "proxy" };

/** Servers, actors and history of one run. */
export interface World {
  readonly options: WorldOptions;
  readonly place: Omit<ActorPlace, "url">;
  readonly redis: TestRedis;
  /** A connection of the test's own; it comes back by itself. */
  readonly client: Redis;
  readonly proxy: FaultProxy;
  readonly history: History;
  readonly consumers: Working[];
  readonly producers: Working[];
  /** Schema of a group's inbox, outbox and effects. */
  schemaOf(group: string): string;
  /** Where a group that promises `once` keeps its effects. */
  storeOf(group: string): EffectStore;
  consume(settings?: ConsumeSettings): Promise<Working>;
  produce(settings?: ProduceSettings): Promise<Working>;
  /** Stops one gracefully and takes it off the list. */
  stop(working: Working, graceMs?: number): Promise<void>;
  /** SIGKILL; resolves once it is gone and off the list. */
  kill(working: Working): Promise<void>;
  backlog(): Promise<Backlog>;
  /** The whole history so far. */
  lines(): Promise<readonly HistoryLine[]>;
  /** Dead letters of a group. */
  letters(group: string): Promise<Final["groups"][string]["letters"]>;
  /** Streams of all partitions. */
  streams(): readonly string[];
  /** How many owners each partition has had. */
  epochs(group: string): Promise<readonly number[]>;
  /** The history so far. */
  readonly tail: Tail;
  /** Stops all actors, and reads the history against what was promised. */
  verdict(expected?: Partial<Expected>): Promise<Verdict>;
  close(): Promise<void>;
}

const stopMs = 5000;

/** Prepares a run; nothing consumes or produces yet. */
export async function createWorld(options: WorldOptions): Promise<World> {
  const { redis, actors } = options;
  const groups = options.groups ?? { g: "at-least-once" };
  const folder = mkdtempSync(join(tmpdir(), `berrys-chaos-${options.name}-`));
  const history = openHistory(join(folder, "history.jsonl"));
  const tail = followHistory(history.file);
  const client = new Redis(redis.url, { retryStrategy: () => 50, maxRetriesPerRequest: null });
  client.on("error", () => {});
  const proxy = await startProxy(redis.port);
  const databaseUrl = options.database ?? null;
  const schemaOf = (group: string): string => `${options.name}-${group}`;
  const stores = new Map<string, EffectStore>();
  for (const [group, promise] of Object.entries(groups)) {
    if (promise === "once" && databaseUrl !== null) {
      const { openEffectStore } = await import("./actor/effects.ts");
      const store = await openEffectStore(databaseUrl, schemaOf(group));
      await store.createTables();
      stores.set(group, store);
    }
  }
  const place: World["place"] = {
    history: history.file,
    prefix: options.name,
    kind: options.kind ?? "event",
    channel: "task",
    partitions: options.partitions ?? 4,
    packed: options.packed ?? false,
    leaseMs: options.leaseMs ?? 1000,
    publishTimeoutMs: options.publishTimeoutMs ?? 2000,
    attempts: options.attempts ?? 3,
    deadLetter: options.deadLetter ?? "continue",
    database: databaseUrl,
    ...(options.retention === undefined ? null : { retention: options.retention }),
  };
  const consumers: Working[] = [];
  const producers: Working[] = [];
  const forget = (working: Working): void => {
    for (const list of [consumers, producers]) {
      const index = list.indexOf(working);
      if (index >= 0) list.splice(index, 1);
    }
  };
  const urlOf = (through?: "proxy"): string => (through === "proxy" ? proxy.url : redis.url);

  const world: World = {
    options,
    place,
    redis,
    client,
    proxy,
    history,
    tail,
    consumers,
    producers,
    schemaOf,
    storeOf: (group) => {
      const store = stores.get(group);
      if (store === undefined) throw new Error(`Group ${group} keeps no effects in a database`);
      return store;
    },
    consume: async ({ through, ...settings } = {}) => {
      const actor = await actors.take();
      const group = settings.group ?? Object.keys(groups)[0] ?? "g";
      const working: Working = { actor, role: "consumer", produced: Promise.resolve() };
      consumers.push(working);
      void actor.exited.then(() => forget(working));
      await actor.order(
        {
          do: "consume",
          ...place,
          url: urlOf(through),
          concurrency: 16,
          handlerMs: 0,
          ...settings,
          group,
          schema: schemaOf(group),
          database: groups[group] === "once" ? databaseUrl : null,
        },
        "started",
      );
      return working;
    },
    produce: async ({ through, ...settings } = {}) => {
      const actor = await actors.take();
      const produced = actor.hears("produced");
      produced.catch(() => {});
      const working: Working = { actor, role: "producer", produced };
      producers.push(working);
      void actor.exited.then(() => forget(working));
      const order: ProduceOrder = {
        do: "produce",
        ...place,
        url: urlOf(through),
        keys: Array.from({ length: 16 }, (_, i) => `k${i}`),
        each: 20,
        perSecond: null,
        padding: 0,
        plans: {},
        seed: 1,
        rates: peaceful,
        ids: options.packed !== true,
        delayMs: 0,
        outbox: null,
        ...settings,
      };
      await actor.order(order, "started");
      return working;
    },
    stop: async (working, graceMs = stopMs) => {
      forget(working);
      await working.actor.order({ do: "stop", graceMs }, "stopped");
      actors.giveBack(working.actor);
    },
    kill: async (working) => {
      forget(working);
      working.actor.signal("SIGKILL");
      await working.actor.exited;
    },
    backlog: () => readBacklog(client, place, Object.keys(groups)),
    lines: async () => {
      const lines: HistoryLine[] = [];
      for await (const line of readHistory(history.file)) lines.push(line);
      return lines;
    },
    letters: async (group) => (await readFinalGroup(client, place, group, null)).letters,
    streams: () =>
      Array.from({ length: place.partitions }, (_, partition) =>
        streamKey({ ...place, partition }),
      ),
    epochs: (group) => readEpochs(client, place, group),
    verdict: async (promised = {}) => {
      await Promise.all([...producers, ...consumers].map((working) => world.stop(working)));
      const left: Record<string, Final["groups"][string]> = {};
      for (const group of Object.keys(groups)) {
        const effects = (await stores.get(group)?.read()) ?? null;
        left[group] = await readFinalGroup(client, place, group, effects);
      }
      const final: Final = { groups: left, connections: await countConnections(client) };
      const expected: Expected = {
        groups,
        maxAttempts: place.attempts,
        policy: place.deadLetter,
        ...promised,
      };
      return check(readHistory(history.file), final, expected);
    },
    close: async () => {
      for (const working of [...producers, ...consumers]) await world.kill(working);
      history.close();
      tail.close();
      client.disconnect();
      await proxy.close();
      for (const store of stores.values()) await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return world;
}
