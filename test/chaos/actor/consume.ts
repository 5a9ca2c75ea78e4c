import { BerrysError } from "../../../runtime/src/errors.ts";
import { createConsumer, type Handled } from "../../../runtime/src/messages/consumer.ts";
import { createRedisTransport } from "../../../runtime/src/transports/redis.ts";
import { type History, nameOf } from "../history.ts";
import type { KillPoint, Plan } from "../plan.ts";
import type { EffectStore } from "./effects.ts";
import { type ChaosData, followOf } from "./message.ts";
import type { ConsumeOrder } from "./orders.ts";
import { transportOptionsOf } from "./transport.ts";

/** Something that runs in an actor until it is stopped. */
export interface Role {
  /** Publishes so many messages a second from now on. */
  pace(perSecond: number): void;
  /** Publishes nothing new; resolves once everything begun is confirmed. */
  finish(): Promise<void>;
  stop(graceMs: number): Promise<void>;
}

/** A consumer that writes down what it sees and does what the plan of a message says. */
export async function consume(order: ConsumeOrder, history: History): Promise<Role> {
  const { group } = order;
  const effects = await openStore(order);
  const transport = createRedisTransport(transportOptionsOf(order, history));
  const close = async (): Promise<void> => {
    await transport.close();
    await effects?.close();
  };
  const subscription = await createConsumer({
    transport,
    service: group,
    follow: followOf(order),
    concurrency: order.concurrency,
    onHandled: (handled) => writeOutcome(history, group, handled),
    handlers: {
      on: async (envelope, { attempt }) => {
        const { key, n, plan } = envelope.data as ChaosData;
        history.write({ step: "deliver", group, key, n, attempt });
        await handle({ order, history, effects }, { key, n, plan, padding: "" }, attempt);
      },
    },
  }).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    pace: () => {},
    finish: async () => {},
    stop: async (graceMs) => {
      await subscription.stop(graceMs);
      await close();
    },
  };
}

interface Place {
  readonly order: ConsumeOrder;
  readonly history: History;
  readonly effects: EffectStore | null;
}

/** The database is loaded where it is used alone: most of a process's start goes there. */
async function openStore({ database, schema }: ConsumeOrder): Promise<EffectStore | null> {
  if (database === null) return null;
  const { openEffectStore } = await import("./effects.ts");
  return openEffectStore(database, schema);
}

async function handle(place: Place, message: ChaosData, attempt: number): Promise<void> {
  const { order, history, effects } = place;
  const { group } = order;
  const { key, n, plan } = message;
  endIf(plan, "start", attempt);
  await spend(plan, order.handlerMs);
  if (plan.rejected) throw new BerrysError("failed_precondition", "The plan refuses it");
  if (attempt <= (plan.failures ?? 0)) throw new BerrysError("unavailable", "The plan fails it");
  const isNew =
    effects === null || (await effects.take(message, () => endIf(plan, "in-transaction", attempt)));
  history.write({ step: isNew ? "effect" : "duplicate", group, key, n });
  endIf(plan, "after-effect", attempt);
}

function endIf({ kill }: Plan, point: KillPoint, attempt: number): void {
  if (kill?.at === point && attempt <= kill.times) process.kill(process.pid, "SIGKILL");
}

async function spend({ sleepMs = 0, blockMs = 0 }: Plan, handlerMs: number): Promise<void> {
  const ms = sleepMs + handlerMs;
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
  for (const end = performance.now() + blockMs; performance.now() < end; );
}

const steps = { done: "ack", retry: "retry", dead: "dead-letter" } as const;

function writeOutcome(history: History, group: string, handled: Handled): void {
  const { delivery, outcome } = handled;
  const message = nameOf(delivery.id);
  if (message === null) return;
  history.write({ step: steps[outcome.kind], group, ...message, attempt: delivery.attempt });
}
