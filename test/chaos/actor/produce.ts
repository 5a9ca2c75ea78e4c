import { createPublisher } from "../../../runtime/src/messages/publisher.ts";
import { addToOutbox } from "../../../runtime/src/outbox/outbox.ts";
import { createRelay } from "../../../runtime/src/outbox/relay.ts";
import { createRedisTransport } from "../../../runtime/src/transports/redis.ts";
import type { OutgoingMessage, Transport } from "../../../runtime/src/transports/transport.ts";
import { type History, idOf, type MessageName } from "../history.ts";
import { type Plan, type PublishKillPoint, planOf } from "../plan.ts";
import type { Role } from "./consume.ts";
import { type ChaosData, definitionOf } from "./message.ts";
import type { ProduceOrder } from "./orders.ts";
import { createPace } from "./pace.ts";
import { transportOptionsOf } from "./transport.ts";

const retryMs = 50;
const gatherMs = 100;

/** A producer; `onProduced` is called once everything that it was to publish is confirmed. */
export async function produce(
  order: ProduceOrder,
  history: History,
  onProduced: () => void,
): Promise<Role> {
  const { maxBuffered } = order;
  const transport = createRedisTransport({
    ...transportOptionsOf(order, history),
    ...(maxBuffered === undefined ? null : { maxBuffered }),
  });
  const outlet =
    order.outbox === null
      ? direct(transport, order)
      : await throughOutbox(order, order.outbox, transport, history);
  const definition = definitionOf(order);
  const pace = createPace(order.perSecond);
  const padding = "x".repeat(order.padding);
  let finishing = false;
  let stopped = false;

  const publish = async (message: MessageName): Promise<void> => {
    const id = idOf(message);
    const plan = order.plans[id] ?? planOf(order.seed, order.rates, message);
    const data: ChaosData = { ...message, plan, padding };
    const publisher = createPublisher(definition, {
      source: "producer",
      deliver: (messages) => outlet.deliver(messages, plan),
    });
    history.write({ step: "publish", ...message });
    while (!stopped) {
      try {
        await publisher(data, {
          ...(order.ids ? { id } : null),
          ...(order.delayMs > 0 ? { delay: order.delayMs } : null),
        });
        history.write({ step: "publish-ok", ...message });
        return;
      } catch (error) {
        history.write({ step: "publish-failed", ...message, error: String(error) });
        await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
    }
  };
  const produceKey = async (key: string): Promise<void> => {
    for (let n = 0; n < (order.each ?? Number.POSITIVE_INFINITY); n++) {
      await pace.turn();
      if (finishing || stopped) return;
      await publish({ key, n });
    }
  };
  const produced = Promise.all(order.keys.map(produceKey)).then(onProduced);
  return {
    pace: pace.change,
    finish: async () => {
      finishing = true;
      pace.end();
      await produced;
    },
    stop: async (graceMs) => {
      stopped = true;
      pace.end();
      await produced;
      await outlet.stop(graceMs);
      await transport.close();
    },
  };
}

/** Where messages go; resolves once they are safe. */
interface Outlet {
  deliver(messages: readonly OutgoingMessage[], plan: Plan): Promise<void>;
  stop(graceMs: number): Promise<void>;
}

function direct(transport: Transport, { packed }: ProduceOrder): Outlet {
  const deliver = packed ? gathering(transport) : transport.publish;
  return { deliver, stop: async () => {} };
}

/** Publishes what comes within a while together, so that entries hold several messages. */
function gathering(transport: Transport): Outlet["deliver"] {
  let gathered: OutgoingMessage[] = [];
  let published: Promise<void> | null = null;
  return (messages) => {
    gathered.push(...messages);
    published ??= new Promise((resolve) => setTimeout(resolve, gatherMs)).then(() => {
      const all = gathered;
      gathered = [];
      published = null;
      return transport.publish(all);
    });
    return published;
  };
}

/** Messages are confirmed once their transaction has committed; a relay carries them on. */
async function throughOutbox(
  order: ProduceOrder,
  schema: string,
  transport: Transport,
  history: History,
): Promise<Outlet> {
  const { openEffectStore } = await import("./effects.ts");
  const { database } = await openEffectStore(order.database ?? "", schema);
  const deadly = new Set<string>();
  const relay = createRelay({
    sql: database.sql,
    schema,
    sweepMs: 200,
    leaseMs: order.leaseMs,
    publish: async (messages) => {
      await transport.publish(messages);
      if (messages.some(({ id }) => deadly.has(id))) process.kill(process.pid, "SIGKILL");
    },
    onError: (error) => history.write({ step: "warning", text: String(error) }),
  });
  return {
    deliver: async (messages, { killPublisher }) => {
      const endAt = (point: PublishKillPoint): void => {
        if (killPublisher === point) process.kill(process.pid, "SIGKILL");
      };
      if (killPublisher === "after-publish") for (const { id } of messages) deadly.add(id);
      await database.transaction(async ({ sql }) => {
        await addToOutbox(sql, schema, messages);
        endAt("before-commit");
      });
      endAt("after-commit");
      relay.notify();
    },
    stop: async (graceMs) => {
      await relay.stop(graceMs);
      await database.close();
    },
  };
}
