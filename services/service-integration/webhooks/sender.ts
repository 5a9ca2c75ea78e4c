import { setTimeout as sleep } from "node:timers/promises";
import { now } from "@berrys/runtime/database/columns";
import { BerrysError } from "@berrys/runtime/errors";
import type { Ctx } from "../workflows.ts";
import { post } from "./post.ts";
import { afterAttempt, type Outcome } from "./schedule.ts";
import { signatureHeaders } from "./sign.ts";
import type { Claim } from "./store.ts";
import { allowedHosts, resolveTarget } from "./target.ts";

const timeoutMs = 10_000;
/** Longer than an attempt can take: whoever holds a claim past it is dead. */
const claimMs = 30_000;
const pollMs = 500;
const maxAtOnce = 16;
/** So that one webhook that does not answer leaves room for the others. */
const maxAtOncePerWebhook = 4;

/** Sends deliveries that are due until the service stops. Several processes may do so at the same time. */
export function startSender(context: Ctx): void {
  void run(context);
}

async function run(context: Ctx): Promise<void> {
  const { signal, log } = context;
  const underWay = new Map<Promise<void>, string>();
  while (!signal.aborted) {
    try {
      const claim =
        underWay.size < maxAtOnce ? await claimNext(context, busy(underWay)) : undefined;
      if (claim === undefined) {
        await Promise.race([sleep(pollMs, undefined, { signal }), ...underWay.keys()]);
        continue;
      }
      const work = deliver(claim, context).finally(() => underWay.delete(work));
      underWay.set(work, claim.webhook_id);
    } catch (error) {
      if (signal.aborted) return;
      log.warn({ err: error }, "Webhook deliveries could not be read; it is tried again");
      await sleep(pollMs);
    }
  }
}

/** Webhooks that have as many attempts under way as one may have. */
function busy(underWay: ReadonlyMap<unknown, string>): readonly string[] {
  const counts = new Map<string, number>();
  for (const id of underWay.values()) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].filter(([, count]) => count >= maxAtOncePerWebhook).map(([id]) => id);
}

function claimNext(context: Ctx, busyWebhooks: readonly string[]): Promise<Claim | undefined> {
  const until = new Date(Date.now() + claimMs).toISOString();
  return context.transaction(async ({ store }) => {
    const at = now();
    await store.giveUpLost(at, "The process stopped during the last attempt");
    return store.claimDelivery({ now: at, until, busy: busyWebhooks });
  });
}

/** One attempt and its record; never rejects. What cannot be recorded is taken over when the claim runs out. */
async function deliver(claim: Claim, context: Ctx): Promise<void> {
  const { signal, log, store } = context;
  try {
    const outcome = await attempt(claim, signal);
    if (signal.aborted && outcome.status === null) {
      // Not the receiver's fault: the next process tries at once, and this attempt does not count.
      const released = { attempts: claim.attempts - 1, next_attempt_at: now() };
      return await store.settleDelivery(claim, released);
    }
    const changes = afterAttempt(claim, outcome, new Date());
    if (outcome.status === 410) await disable(claim, context, changes);
    else await store.settleDelivery(claim, changes);
    const { delivery_id, webhook_id, attempts } = claim;
    log.debug({ delivery_id, webhook_id, attempts, ...outcome }, "Webhook delivery tried");
  } catch (error) {
    if (!signal.aborted) log.warn({ err: error }, "A webhook delivery could not be recorded");
  }
}

/** Nobody listens any more: no further events, and what waits is given up. */
async function disable(
  claim: Claim,
  context: Ctx,
  changes: Parameters<Ctx["store"]["settleDelivery"]>[1],
): Promise<void> {
  await context.transaction(async ({ store }) => {
    const at = now();
    await store.settleDelivery(claim, changes);
    await store.updateWebhook(claim.webhook_id, { active: false, updated_at: at });
    await store.giveUpWaiting(claim.webhook_id, at, "The webhook is gone: it answered 410");
  });
}

async function attempt(claim: Claim, stopping: AbortSignal): Promise<Outcome> {
  const { url, body, secret, delivery_id: id } = claim;
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(timeoutMs)]);
  try {
    // A name server that does not answer takes its time, and cannot be told to stop.
    const addresses = await orAbort(resolveTarget(url, allowedHosts()), signal);
    const timestamp = Math.floor(Date.now() / 1000);
    const headers = signatureHeaders({ id, timestamp, body }, secret);
    const status = await post({ url, headers, body, addresses, signal });
    if (status >= 200 && status < 300) return { status, error: null, final: true };
    return { status, error: `The webhook answered ${status}`, final: status === 410 };
  } catch (error) {
    const late = signal.aborted && !stopping.aborted;
    const why = error instanceof Error ? error.message : String(error);
    return {
      status: null,
      error: late ? `No answer within ${timeoutMs / 1000} seconds` : why.slice(0, 2000),
      final: error instanceof BerrysError,
    };
  }
}

function orAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  return Promise.race([work, promise]);
}
