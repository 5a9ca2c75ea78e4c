import { createBerrysPlatformClient } from "@berrys/platform/rest/client";
import { agentOrchestrator } from "@berrys/platform/services/agent-orchestrator";
import { planningSystem } from "@berrys/platform/services/planning-system";
import {
  type ProjectCoordinatorContext,
  projectCoordinator,
} from "@berrys/platform/services/project-coordinator";
import { serviceIntegration } from "@berrys/platform/services/service-integration";
import { readConfig } from "@berrys/runtime/config";
import { type DatabaseConnection, openDatabase } from "@berrys/runtime/database/open";
import type { ServiceDefinition } from "@berrys/runtime/definitions";
import type { Envelope } from "@berrys/runtime/envelope";
import { BerrysError } from "@berrys/runtime/errors";
import { createIdentity } from "@berrys/runtime/host/identity";
import { defineService } from "@berrys/runtime/host/service";
import { startServices } from "@berrys/runtime/host/start-services";
import { createMemoryTransport } from "@berrys/runtime/transports/memory";
import service from "../main.ts";

const secret = "a secret that all services of a test share";

/** What the neighbours of the service answer; a test may throw. */
export interface Neighbours {
  readonly getProgress: (projectId: string) => object;
  readonly getTeam: (projectId: string) => object;
  readonly releaseAgents: (projectId: string) => object;
}

export interface TestPlatform {
  /** The service as the Project Coordinator sees it. */
  readonly coordinator: ProjectCoordinatorContext;
  readonly database: DatabaseConnection;
  /** Every event so far, in the order in which they came. */
  readonly heard: readonly Envelope[];
  /** Names of the workflow events of a project so far. */
  workflowEvents(projectId: string): readonly string[];
  /** REST client, as an administrator behind the gateway. */
  rest(): Promise<ReturnType<typeof createBerrysPlatformClient>>;
  stop(): Promise<void>;
}

/** The service between stand-ins for its neighbours, on the memory transport and PGlite or the given database. */
export async function startTestPlatform(
  neighbours: Partial<Neighbours> = {},
  open = () => openDatabase({ kind: "pglite", directory: null }),
): Promise<TestPlatform> {
  const heard: Envelope[] = [];
  let coordinator: ProjectCoordinatorContext | null = null;
  const follows = serviceIntegration.follows.filter(({ kind }) => kind === "event");
  const overhear = async (event: Envelope): Promise<void> => {
    heard.push(event);
  };
  const driver = defineService(
    { ...standIn(projectCoordinator), follows, calls: projectCoordinator.calls },
    {
      handlers: {
        rest: {},
        rpc: {},
        events: Object.fromEntries(follows.map(({ handler }) => [handler, overhear])),
        commands: {},
      },
      store: () => null,
      start: (context: ProjectCoordinatorContext) => {
        coordinator = context;
      },
    },
  );
  const serving = (definition: ServiceDefinition) =>
    defineService(
      { ...standIn(definition), serves: definition.serves },
      {
        handlers: { rest: {}, rpc: answering(definition, neighbours), events: {}, commands: {} },
        store: () => null,
      },
    );
  const planning = serving(planningSystem);
  const agents = serving(agentOrchestrator);
  const database = await open();
  const running = await startServices([service, driver, planning, agents], {
    config: readConfig({
      PORT_BASE: "0",
      LOG_LEVEL: process.env.LOG_LEVEL ?? "silent",
      BERRYS_SERVICE_SECRET: secret,
    }),
    database,
    transport: createMemoryTransport(),
    mode: "one-process",
  });
  if (coordinator === null) throw new Error("the driver did not start");
  return {
    coordinator,
    database,
    heard,
    workflowEvents: (projectId) =>
      heard
        .filter(({ data }) => (data as { project_id?: string }).project_id === projectId)
        .filter(({ type }) => type.startsWith("workflow."))
        .map(({ type, data }) => {
          const step = (data as { step_name?: string }).step_name;
          return type.slice("workflow.".length) + (step === undefined ? "" : ` ${step}`);
        }),
    rest: async () => {
      const admin = { id: "ada", kind: "user", roles: ["admin"] } as const;
      const token = await createIdentity("api-gateway", secret).token(service.definition.id, admin);
      return createBerrysPlatformClient({
        baseUrl: running.urls[service.definition.id] ?? "",
        token,
      });
    },
    stop: () => running.stop(),
  };
}

/** A service that publishes and sends what it may, and does nothing by itself. */
function standIn(definition: ServiceDefinition): ServiceDefinition {
  const rest = { ...definition.rest, operations: [] };
  return { ...definition, follows: [], rest, serves: {}, calls: {} };
}

/** Every method of a service: those of `neighbours` answer, all others refuse. */
function answering({ serves }: ServiceDefinition, neighbours: Partial<Neighbours>) {
  const answers: Readonly<Record<string, ((projectId: string) => object) | undefined>> = {
    ...neighbours,
  };
  const handler = (method: string) => async (request: { readonly projectId: string }) => {
    const answer = answers[method];
    if (answer === undefined) throw new BerrysError("unimplemented", `Nobody asks for ${method}`);
    return answer(request.projectId);
  };
  return Object.fromEntries(
    Object.entries(serves).map(([name, { desc }]) => [
      name,
      Object.fromEntries(desc.methods.map(({ localName }) => [localName, handler(localName)])),
    ]),
  );
}
