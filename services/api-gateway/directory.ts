import type { DirectoryService, ServiceHealthReport } from "@berrys/platform/schemas/services";
import type { ServiceHealth, ServiceInstance } from "@berrys/platform/schemas/system";
import { type ServiceId, topology } from "@berrys/platform/topology";
import type { Page } from "@berrys/runtime/context";
import { now } from "@berrys/runtime/database/columns";
import type { Peers } from "@berrys/runtime/host/service";
import { pageOf, wrongCursor } from "@berrys/runtime/page";

const timeoutMs = 2_000;

/** What a service says of itself at `/health/ready`. */
interface Report {
  readonly instance_id: string;
  readonly version: string;
  readonly status: "healthy" | "unhealthy";
  readonly started_at: string;
  readonly uptime_ms: number;
  readonly checks: Readonly<Record<string, boolean>>;
}

/** The services of the platform and how they are, asked of them when somebody wants to know. */
export interface Directory {
  list(): Promise<readonly DirectoryService[]>;
  health(service: ServiceId): Promise<ServiceHealthReport>;
}

export function createDirectory(peers: Peers): Directory {
  return {
    list: () =>
      Promise.all(
        topology.services.map(async ({ id, title }) => {
          const service = id as ServiceId;
          const report = await ask(peers, service);
          return {
            service,
            title,
            status: report?.status ?? ("unhealthy" as const),
            instances: report === null ? [] : [instanceOf(peers, service, report)],
          };
        }),
      ),
    health: async (service) => {
      const report = await ask(peers, service);
      const checkedAt = now();
      return {
        service,
        status: report?.status ?? "unhealthy",
        instances: report === null ? [] : [healthOf(service, report, checkedAt)],
        checked_at: checkedAt,
      };
    },
  };
}

/** A page of services by id; refuses a cursor that leads to none of them. */
export function pageOfServices(
  services: readonly DirectoryService[],
  limit: number,
  cursor: string | undefined,
): Page<DirectoryService> {
  const sorted = services.toSorted((a, b) => (a.service < b.service ? -1 : 1));
  const after =
    cursor === undefined ? undefined : Buffer.from(cursor, "base64url").toString("utf8");
  const last = sorted.findIndex(({ service }) => service === after);
  if (after !== undefined && last === -1) throw wrongCursor();
  return pageOf(sorted.slice(last + 1), limit, ({ service }) => service);
}

/** Null: it does not answer. */
async function ask(peers: Peers, service: ServiceId): Promise<Report | null> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    return (await (await fetch(`${peers.url(service)}/health/ready`, { signal })).json()) as Report;
  } catch {
    return null;
  }
}

function instanceOf(peers: Peers, service: ServiceId, report: Report): ServiceInstance {
  const { instance_id, version, started_at } = report;
  return { service, instance_id, version, address: peers.url(service), started_at };
}

function healthOf(service: ServiceId, report: Report, checkedAt: string): ServiceHealth {
  const { instance_id, status, uptime_ms } = report;
  const checks = Object.entries(report.checks).map(([name, good]) => ({
    name,
    status: good ? ("healthy" as const) : ("unhealthy" as const),
  }));
  return { service, instance_id, status, uptime_ms, checks, checked_at: checkedAt };
}
