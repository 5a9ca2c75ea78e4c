import { afterEach, test, vi } from "vitest";
import type {
  Delivery,
  Outcome,
  OutgoingMessage,
  SubscribeOptions,
  Subscription,
} from "../transports/transport.ts";
import type { ConformanceOptions, TestedTransport } from "./describe-transport.ts";

/** A delivery, who got it and when its handler ran. */
export interface Seen extends Delivery {
  readonly by: string;
  readonly startedAt: number;
  endedAt: number;
  outcome: Outcome["kind"] | null;
}

/** What handlers of a test were given, in the order in which they started. */
export interface Log {
  readonly seen: Seen[];
  /** Ids in the order in which they were done. */
  readonly done: string[];
  /** Wraps a handler so that it is recorded. */
  handler(by: string, handle: Handle): SubscribeOptions["handle"];
}

export interface Suite {
  readonly shared: boolean;
  test(name: string, run: (world: World) => Promise<void>): void;
}

export type Handle = (delivery: Delivery, signal: AbortSignal) => Promise<Outcome> | Outcome;

export interface Subscribing extends Partial<Omit<SubscribeOptions, "handle">> {
  readonly group: string;
  /** Name under which deliveries are recorded; default: the group. */
  readonly by?: string;
  /** Default: the transport of the test. */
  readonly on?: TestedTransport;
  readonly handle?: Handle;
}

/** One test's own channel on a transport. */
export interface World {
  readonly transport: TestedTransport;
  readonly channel: string;
  readonly log: Log;
  /** Another transport on the same broker. */
  another(): Promise<TestedTransport>;
  message(id: string, key?: string | null): OutgoingMessage;
  publish(...messages: readonly OutgoingMessage[]): Promise<void>;
  /** Subscribes with a recorded handler, which is done with everything unless told otherwise. */
  subscribe(options: Subscribing): Promise<Subscription>;
  /** Waits until the assertion holds. */
  until(assertion: () => unknown): Promise<void>;
}

export const partitions = 4;
export const done: Outcome = { kind: "done" };
export const retry = (delayMs: number): Outcome => ({ kind: "retry", delayMs, error: "not yet" });
export const dead = (haltKey: boolean): Outcome => ({
  kind: "dead",
  reason: "rejected",
  error: "never",
  haltKey,
});
export const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

const timeoutMs = 30_000;
let channels = 0;

export function createSuite(options: ConformanceOptions): Suite {
  const open: TestedTransport[] = [];
  const create = async (): Promise<TestedTransport> => {
    const transport = await options.create();
    open.push(transport);
    return transport;
  };
  afterEach(async () => {
    await Promise.all(open.splice(0).map((transport) => transport.close()));
  });
  const skipped = new Set(options.skip?.flatMap(({ tests }) => tests));
  return {
    shared: options.features.shared,
    test: (name, run) => {
      const register = skipped.has(name) ? test.skip : test;
      register(name, { timeout: timeoutMs }, async () => run(createWorld(await create(), create)));
    },
  };
}

function createWorld(transport: TestedTransport, another: World["another"]): World {
  const channel = `conformance-${process.pid}-${channels++}`;
  const log = createLog();
  return {
    transport,
    channel,
    log,
    another,
    message: (id, key = "k") => ({
      id: `${channel}-${id}`,
      kind: "event",
      channel,
      partitions,
      key,
      body: JSON.stringify({ id, key }),
    }),
    publish: (...messages) => transport.publish(messages),
    subscribe: ({ on = transport, by, handle = () => done, ...rest }) =>
      on.subscribe({
        kind: "event",
        channel,
        partitions,
        ...rest,
        handle: log.handler(by ?? rest.group, handle),
      }),
    until: (assertion) => vi.waitFor(assertion as () => void, { timeout: 20_000, interval: 10 }),
  };
}

/** Short ids: what the test wrote, without the channel. */
export function idOf(delivery: Delivery): string {
  return (JSON.parse(delivery.body) as { readonly id: string }).id;
}

function createLog(): Log {
  const seen: Seen[] = [];
  const finished: string[] = [];
  return {
    seen,
    done: finished,
    handler: (by, handle) => async (delivery, signal) => {
      const one: Seen = {
        ...delivery,
        by,
        startedAt: performance.now(),
        endedAt: Number.POSITIVE_INFINITY,
        outcome: null,
      };
      seen.push(one);
      try {
        const outcome = await handle(delivery, signal);
        one.outcome = outcome.kind;
        if (outcome.kind === "done") finished.push(idOf(delivery));
        return outcome;
      } finally {
        one.endedAt = performance.now();
      }
    },
  };
}

/** Pairs of deliveries of which one started while the other ran. */
export function overlaps(seen: readonly Seen[]): readonly (readonly [Seen, Seen])[] {
  return seen.flatMap((one, index) =>
    seen
      .slice(index + 1)
      .filter((other) => other.startedAt < one.endedAt && one.startedAt < other.endedAt)
      .map((other) => [one, other] as const),
  );
}

/** Numbers from a seed, so that a failing run can be repeated. */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
