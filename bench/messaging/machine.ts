import { cpus, release, totalmem, type } from "node:os";
import type { Report } from "../benchmark.ts";
import type { Servers } from "./context.ts";
import { type SystemName, systems } from "./systems/index.ts";

/** Where a run took place and which versions it measured. */
export async function describeMachine(
  servers: Servers,
  names: readonly SystemName[],
): Promise<NonNullable<Report["machine"]>> {
  const [cpu] = cpus();
  const versions = await Promise.all(
    names.map(async (name) => [name, (await systems[name]()).version] as const),
  );
  return {
    cpus: cpus().length,
    cpu: cpu?.model ?? "unknown",
    memory_gb: Math.round(totalmem() / 2 ** 30),
    os: `${type()} ${release()}`,
    node: process.version,
    redis: await servers.redis.version(),
    ...(servers.nats === null ? null : { nats: await servers.nats.version() }),
    date: new Date().toISOString().slice(0, 10),
    ...Object.fromEntries(versions),
  };
}
