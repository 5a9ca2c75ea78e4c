import type {
  AgentAssignTaskData,
  AgentCancelTaskData,
  AgentReleaseAgentsData,
} from "@berrys/platform/commands/agent";
import {
  agentAssignTask,
  agentCancelTask,
  agentReleaseAgents,
} from "@berrys/platform/commands/agent";
import { type ModelExecuteData, modelExecute } from "@berrys/platform/commands/model";
import { taskReportResult } from "@berrys/platform/commands/task";
import { type ToolExecuteData, toolExecute } from "@berrys/platform/commands/tool";
import {
  type ModelExecutionRequestedData,
  modelExecutionRequested,
} from "@berrys/platform/events/model";
import { createBerrysPlatformClient } from "@berrys/platform/rest/client";
import type { AgentService } from "@berrys/platform/rpc/berrys/agents/v1/agents_pb";
import type { ModelService } from "@berrys/platform/rpc/berrys/models/v1/models_pb";
import type { ToolService } from "@berrys/platform/rpc/berrys/tools/v1/tools_pb";
import { agentService, modelService, toolService } from "@berrys/platform/rpc/services";
import type { ModelExecution } from "@berrys/platform/schemas/model";
import type { ToolExecution } from "@berrys/platform/schemas/tool";
import { serviceIntegration } from "@berrys/platform/services/service-integration";
import { readConfig } from "@berrys/runtime/config";
import type { Context, Publish, Request } from "@berrys/runtime/context";
import type { DatabaseConnection } from "@berrys/runtime/database/open";
import { openDatabase } from "@berrys/runtime/database/open";
import type { Envelope } from "@berrys/runtime/envelope";
import { createIdentity } from "@berrys/runtime/host/identity";
import { defineService, type Service } from "@berrys/runtime/host/service";
import { startServices } from "@berrys/runtime/host/start-services";
import type { RpcClient } from "@berrys/runtime/rpc/types";
import { createMemoryTransport } from "@berrys/runtime/transports/memory";

const secret = "a secret that all services of a test share";
const driver = "planning-system";

interface Publisher {
  /** Not the driver's to publish: it stands for a second delivery. */
  readonly modelExecutionRequested: Publish<ModelExecutionRequestedData>;
}
interface Sender {
  readonly agentAssignTask: Publish<AgentAssignTaskData>;
  readonly agentCancelTask: Publish<AgentCancelTaskData>;
  readonly agentReleaseAgents: Publish<AgentReleaseAgentsData>;
  readonly modelExecute: Publish<ModelExecuteData>;
  readonly toolExecute: Publish<ToolExecuteData>;
}
interface Requester {
  readonly modelExecute: Request<ModelExecuteData, ModelExecution>;
  readonly toolExecute: Request<ToolExecuteData, ToolExecution>;
}
interface Clients {
  readonly agentService: RpcClient<typeof AgentService>;
  readonly modelService: RpcClient<typeof ModelService>;
  readonly toolService: RpcClient<typeof ToolService>;
}
type DriverContext = Context<unknown, Publisher, Sender, Requester, Clients>;

/** Services at work on the memory transport and PGlite, and a way to call, command and overhear them. */
export interface Drive extends DriverContext {
  /** Every event and every reported result so far, in the order in which they came. */
  readonly heard: readonly Envelope[];
  readonly database: DatabaseConnection;
  /** The first message of a type that fits; waits for it up to ten seconds. */
  hear(type: string, data?: Readonly<Record<string, unknown>>): Promise<Envelope>;
  /** REST client of a service, as an administrator behind the gateway. */
  rest(service: string): Promise<ReturnType<typeof createBerrysPlatformClient>>;
  stop(): Promise<void>;
}

/** Starts services with a driver in the place of the Planning System. */
export async function drive(services: readonly Service[]): Promise<Drive> {
  const heard: Envelope[] = [];
  let context: DriverContext | null = null;
  const overhear = async (message: Envelope): Promise<void> => {
    heard.push(message);
  };
  const follows = serviceIntegration.follows.filter(({ kind }) => kind === "event");
  const listener = defineService(
    {
      ...serviceIntegration,
      id: driver,
      portOffset: 2,
      publishes: { modelExecutionRequested },
      sends: { agentAssignTask, agentCancelTask, agentReleaseAgents, modelExecute, toolExecute },
      follows: [
        ...follows,
        {
          channel: driver,
          kind: "command",
          partitions: 8,
          handler: null,
          messages: [{ handler: "taskReportResult", message: taskReportResult }],
        },
      ],
      rest: { ...serviceIntegration.rest, operations: [] },
      serves: {},
      calls: { agentService, modelService, toolService },
    },
    {
      handlers: {
        rest: {},
        rpc: {},
        events: Object.fromEntries(follows.map(({ handler }) => [handler, overhear])),
        commands: { taskReportResult: overhear },
      },
      store: () => null,
      start: (started: DriverContext) => {
        context = started;
      },
    },
  );
  const database = await openDatabase({ kind: "pglite", directory: null });
  const running = await startServices([...services, listener], {
    config: readConfig({
      PORT_BASE: "0",
      LOG_LEVEL: process.env.LOG_LEVEL ?? "silent",
      BERRYS_SERVICE_SECRET: secret,
    }),
    database,
    transport: createMemoryTransport(),
    mode: "one-process",
  });
  if (context === null) throw new Error("the driver did not start");
  const identity = createIdentity("api-gateway", secret);
  return {
    ...(context as DriverContext),
    heard,
    database,
    hear: (type, data = {}) => waitFor(heard, type, data),
    rest: async (service) => {
      const admin = { id: "ada", kind: "user", roles: ["admin"] } as const;
      const token = await identity.token(service, admin);
      return createBerrysPlatformClient({ baseUrl: running.urls[service] ?? "", token });
    },
    stop: () => running.stop(),
  };
}

async function waitFor(
  heard: readonly Envelope[],
  type: string,
  data: Readonly<Record<string, unknown>>,
): Promise<Envelope> {
  const fits = (message: Envelope): boolean =>
    message.type === type &&
    Object.entries(data).every(
      ([name, value]) => (message.data as Record<string, unknown>)[name] === value,
    );
  const deadline = Date.now() + 10_000;
  while (Date.now() < deadline) {
    const message = heard.find(fits);
    if (message !== undefined) return message;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const types = heard.map((message) => message.type).join(", ");
  throw new Error(`no ${type} with ${JSON.stringify(data)} within 10 s; heard: ${types}`);
}
