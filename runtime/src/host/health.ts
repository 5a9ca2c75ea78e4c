import type { Hono } from "hono";
import type { DatabaseConnection } from "../database/open.ts";
import type { Subscription } from "../transports/transport.ts";

/** What readiness depends on. */
export interface HealthState {
  /** Null until the service is ready, and again once it drains. */
  readonly subscriptions: readonly Subscription[] | null;
  readonly database: DatabaseConnection;
  readonly instance: { readonly id: string; readonly version: string; readonly startedAt: Date };
}

const pingTimeoutMs = 2_000;
const maxIdleMs = 60_000;

/** `GET /health/live`: the process runs. `GET /health/ready`: it takes work; 503 says what is missing. */
export function mountHealth(app: Hono, service: string, state: () => HealthState): void {
  app.get("/health/live", (c) => c.json({ service, status: "healthy" }));
  app.get("/health/ready", async (c) => {
    const { subscriptions, database, instance } = state();
    const checks = {
      accepting: subscriptions !== null,
      database: await answers(database),
      messages: (subscriptions ?? []).every((subscription) => subscription.idleMs() < maxIdleMs),
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
      },
      isReady ? 200 : 503,
    );
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
