import { v7 as uuidv7 } from "uuid";
import { BerrysError } from "../errors.ts";
import type { Journaled } from "../journal/journal.ts";
import type { Administered } from "./queue-admin.ts";
import { redisQueueAdmin } from "./redis/admin/queue-admin.ts";
import { createConfirmations } from "./redis/confirmations.ts";
import type { RedisConnection } from "./redis/connection.ts";
import { createConnector } from "./redis/connector.ts";
import { createRedisDeadLetters } from "./redis/dead-letters.ts";
import { toBerrysError } from "./redis/errors.ts";
import { createRedisJournalWriter } from "./redis/journal.ts";
import { type RedisTransportOptions, settingsOf } from "./redis/options.ts";
import { createPace } from "./redis/pace.ts";
import { createRedisPublisher } from "./redis/publisher.ts";
import { createReplicatedConnection } from "./redis/replicated.ts";
import { createRedisReplies } from "./redis/replies.ts";
import { createRedisSubscription } from "./redis/subscription.ts";
import { blockMs } from "./redis/waiter.ts";
import { createWake, type Wake } from "./redis/wake.ts";
import type { Sharing } from "./sharing.ts";
import type { DeadLetterStore, ReplyChannel, Subscription, Transport } from "./transport.ts";

export type { DataLoss } from "./redis/data-loss.ts";
export type { RedisTransportOptions } from "./redis/options.ts";

/** Milliseconds without an answer after which a connection is replaced, beyond what a command may take. */
const silenceMs = 4000;

/** Outcomes are written at most so often, in milliseconds: what one write costs is then shared by many. */
const commitMs = 4;

/**
 * Messages on Redis Streams (Redis ≥ 6.2 or Valkey), on one server, behind sentinels or on a cluster. A message is
 * appended once: `publish` sends again with the same id until Redis confirms, and ids are remembered for `dedupe`.
 * It is delivered at least once to every group: acknowledged after its handler, by the owner of its partition alone.
 */
export function createRedisTransport(
  options: RedisTransportOptions,
): Transport & DeadLetterStore & ReplyChannel & Administered & Journaled & Sharing {
  const settings = settingsOf(options);
  const instance = uuidv7();
  const connector = createConnector(settings.url);
  const connectWaiting = (): RedisConnection =>
    connector.connect({ name: "berrys-wait", silenceMs: blockMs + silenceMs });
  const publishing = connector.connect({
    name: "berrys-publish",
    silenceMs: Math.min(silenceMs, settings.publishTimeoutMs),
  });
  const control = connector.connect({ name: "berrys-control", silenceMs });
  const { waitReplicas } = settings;
  const confirming =
    waitReplicas === null ? publishing : createReplicatedConnection(publishing, waitReplicas);
  const confirmations = createConfirmations(publishing, settings.onLoss);
  const publisher = createRedisPublisher(confirming, settings, instance, confirmations);
  const admin = redisQueueAdmin(control, settings.prefix, settings.publishTimeoutMs);
  const letters = createRedisDeadLetters(control, admin.letters, settings);
  const replies = createRedisReplies(control, connectWaiting, instance, settings);
  const pace = createPace(commitMs);
  const wakes = new Map<string, Wake>();
  const subscriptions = new Set<Subscription>();
  let subscribed = 0;
  let closed = false;
  let sharing: RedisConnection | null = null;

  const wakeOf = (group: string): Wake => {
    const known = wakes.get(group);
    if (known !== undefined) return known;
    const wake = createWake({ connect: connectWaiting, control, placeOf: connector.placeOf });
    wakes.set(group, wake);
    return wake;
  };

  return {
    name: "redis",
    admin,
    get shared() {
      if (closed) throw closedError();
      sharing ??= connector.connect({ name: "berrys-shared", silenceMs });
      return { commands: sharing, ready: sharing.ready, prefix: settings.prefix };
    },
    journal: createRedisJournalWriter(control, settings.prefix),
    address: replies.address,
    send: replies.send,
    onReply: replies.onReply,
    list: letters.list,
    replay: letters.replay,
    discard: letters.discard,
    publish: (messages) => (closed ? Promise.reject(closedError()) : publisher.publish(messages)),
    subscribe: async (subscription) => {
      if (closed) throw closedError();
      const created = await createRedisSubscription({
        control,
        wake: wakeOf(subscription.group),
        pace,
        settings,
        member: `${instance}.${subscribed++}`,
        subscription,
      }).catch((error: unknown) => {
        throw toBerrysError(error);
      });
      const running: Subscription = {
        idleMs: created.idleMs,
        stallMs: created.stallMs,
        stop: async (graceMs) => {
          if (subscriptions.delete(running)) await created.stop(graceMs);
        },
      };
      subscriptions.add(running);
      return running;
    },
    close: async () => {
      if (closed) return;
      await publisher.end();
      closed = true;
      confirmations.close();
      await Promise.all([...subscriptions].map((subscription) => subscription.stop(0)));
      for (const wake of wakes.values()) wake.close();
      replies.close();
      publishing.close();
      control.close();
      sharing?.close();
      connector.close();
    },
  };
}

function closedError(): BerrysError {
  return new BerrysError("unavailable", "The Redis transport is closed");
}
