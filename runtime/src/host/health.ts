import type { Hono } from "hono";
import type { DatabaseConnection } from "../database/open.ts";
import type { Following } from "./subscriptions.ts";

/** What readiness depends on. */
export interface HealthState {
  /** Null until the service is ready, and again once it drains. */
  readonly subscriptions: readonly Following[] | null;
  readonly database: DatabaseConnection;
  readonly instance: { readonly id: string; readonly version: string; readonly startedAt: Date };
  /** Milliseconds without a successful read past which a subscription stalls; null: the transport decides. */
  readonly stallMs: number | null;
}

/** A subscription whose reads stand still. */
interface Stalled {
  readonly kind: "event" | "command";
  readonly channel: string;
  /** Milliseconds since its last successful read. */
  readonly idle_ms: number;
  readonly allowed_ms: number;
}

const pingTimeoutMs = 2_000;

/**
 * `GET /health/live`: the process runs. `GET /health/ready`: it takes work; 503 says what is missing. Both name the
 * subscriptions that stall; that alone is no reason to end a process, which connects anew by itself.
 */
export function mountHealth(app: Hono, service: string, state: () => HealthState): void {
  app.get("/health/live", (c) =>
    c.json({ service, status: "healthy", stalled: stalledOf(state()) }),
  );
  app.get("/health/ready", async (c) => {
    const now = state();
    const { subscriptions, database, instance } = now;
    const stalled = stalledOf(now);
    const checks = {
      accepting: subscriptions !== null,
      database: await answers(database),
      messages: stalled.length === 0,
    };
    const isReady = Object.values(checks).every(Boolean);
    return c.json(
      {
        service,
        instance_id: instance.id,
        version: instance.version,
        status: isReady ? "healthy" : "unhealthy",
        started_at: instance.startedAt.toISOString(),
        uptime_ms: Date.now() - instance.startedAt.getTime(),
        checks,
        stalled,
      },
      isReady ? 200 : 503,
    );
  });
}

function stalledOf({ subscriptions, stallMs }: HealthState): readonly Stalled[] {
  return (subscriptions ?? []).flatMap(({ kind, channel, subscription }) => {
    const idleMs = Math.round(subscription.idleMs());
    // One that never stalls has no reads that could stand still.
    const allowedMs = Number.isFinite(subscription.stallMs)
      ? (stallMs ?? subscription.stallMs)
      : subscription.stallMs;
    return idleMs <= allowedMs ? [] : [{ kind, channel, idle_ms: idleMs, allowed_ms: allowedMs }];
  });
}

async function answers(database: DatabaseConnection): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), pingTimeoutMs);
  });
  const ping = database.ping().then(
    () => true,
    () => false,
  );
  return Promise.race([ping, late]).finally(() => clearTimeout(timer));
}
