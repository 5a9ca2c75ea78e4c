/** What the acceptance flow must have left behind, whatever it ran on. */
import {
  agentOrchestrator,
  apiGateway,
  createBerrysPlatformClient,
  modelOrchestration,
  planningSystem,
  projectCoordinator,
  serviceIntegration,
  toolIntegration,
  webDashboard,
} from "@berrys/platform";
import type { MessageDefinition } from "@berrys/runtime/definitions";
import type { Envelope } from "@berrys/runtime/envelope";
import { BerrysError } from "@berrys/runtime/errors";
import { violationsOf } from "@berrys/runtime/violation";
import { expect } from "vitest";
import { until } from "../support/until.ts";

const services = [
  apiGateway,
  projectCoordinator,
  planningSystem,
  agentOrchestrator,
  modelOrchestration,
  toolIntegration,
  serviceIntegration,
  webDashboard,
];

/** Definitions of everything that is published or sent, by source and type. */
const definitions = new Map<string, MessageDefinition>(
  services.flatMap(({ id, publishes, sends }) =>
    [...Object.values(publishes), ...Object.values(sends)].map(
      (definition) => [`${id} ${definition.type}`, definition] as const,
    ),
  ),
);

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const members = ["id", "type", "source", "timestamp", "correlation_id", "data"];

/** The message is exactly the specification's envelope, from a service that may send it, with valid data. */
export function expectEnvelope(message: Envelope): void {
  expect(Object.keys(message).filter((name) => name !== "metadata")).toEqual(members);
  expect(message.id).toMatch(uuid);
  expect(message.timestamp).toMatch(timestamp);
  const definition = definitions.get(`${message.source} ${message.type}`);
  expect(definition, `${message.source} may not send ${message.type}`).toBeDefined();
  if (definition !== undefined)
    expect(violationsOf(definition.check, message.data), message.type).toEqual([]);
}

/** Event types of the flow that have to be there, in the order in which a project or task goes through them. */
export const projectStory = [
  "project.created",
  "project.planning_started",
  "project.planning_completed",
  "project.plan_approved",
  "project.team_created",
  "project.execution_started",
  "project.result_added",
  "project.completed",
];
export const taskStory = [
  "task.created",
  "task.ready",
  "task.assigned",
  "task.started",
  "task.completed",
];
export const otherEvents = [
  "agent.created",
  "agent.initialized",
  "agent.ready",
  "agent.task_assigned",
  "agent.state_changed",
  "agent.task_completed",
  "agent.terminated",
  "model.execution_requested",
  "model.execution_completed",
  "tool.execution_requested",
  "tool.execution_started",
  "tool.execution_completed",
  "workflow.started",
  "workflow.step_completed",
  "workflow.completed",
];
export const commands = [
  "model.execute",
  "agent.assign_task",
  "task.report_result",
  "project.report_progress",
  "agent.release_agents",
  "workflow.start",
];

/** First positions of `story` in `types` rise. */
export function expectOrder(types: readonly string[], story: readonly string[]): void {
  const positions = story.map((type) => types.indexOf(type));
  expect(positions, `${types.join(", ")} has ${story.join(", ")}`).not.toContain(-1);
  expect(positions).toEqual([...positions].sort((a, b) => a - b));
}

/** Each task was handed out, done and reported once. */
export function expectEachTaskOnce(events: readonly Envelope[]): void {
  const count = (type: string): ReadonlyMap<string, number> => {
    const counts = new Map<string, number>();
    for (const event of events) {
      if (event.type !== type) continue;
      const { task_id } = event.data as { readonly task_id: string };
      counts.set(task_id, (counts.get(task_id) ?? 0) + 1);
    }
    return counts;
  };
  const created = [...count("task.created").keys()].sort();
  expect(created.length).toBeGreaterThan(3);
  for (const type of ["task.completed", "agent.task_completed"]) {
    expect([...count(type)].sort()).toEqual(created.map((id) => [id, 1]));
  }
}

export const newProject = {
  name: "Customer Data Analysis",
  description: "Find out why customers leave.",
  objectives: [
    "Segment the customers by plan",
    "Analyse what leads to churn",
    "Write a report on churn",
  ],
  requirements: { data_sources: ["customers.csv"], deliverables: ["Churn report"] },
};

export interface Flow {
  readonly projectId: string;
  readonly correlationId: string;
  readonly state: string;
  readonly results: readonly { readonly title: string; readonly content: string }[];
  readonly headers: Headers;
}

/** Null where the platform says that it cannot answer now: whoever waits asks again. */
async function whileAway<Answer>(ask: () => Promise<Answer>): Promise<Answer | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof BerrysError && error.code === "unavailable") return null;
    throw error;
  }
}

/** Creates the project through the generated client and waits until it ends. */
export async function runFlow(
  gateway: string,
  apiKey: string,
  correlationId: string,
  whileRunning: (projectId: string) => Promise<void> = async () => {},
): Promise<Flow> {
  const client = createBerrysPlatformClient({
    baseUrl: gateway,
    apiKey,
    correlationId: () => correlationId,
  });
  const created = await client.createProject({ body: newProject });
  const projectId = created.data.project_id;
  expect(created.status).toBe(201);
  expect(created.headers.get("location")).toBe(`/api/v1/projects/${projectId}`);
  await whileRunning(projectId);
  const params = { project_id: projectId };
  await until(
    async () => (await whileAway(() => client.getProjectStatus({ params })))?.data.state ?? "",
    (state) => ["completed", "failed", "cancelled"].includes(state),
    { timeoutMs: 50_000, everyMs: 100 },
  );
  const { data: project } = await client.getProject({ params });
  const { data: results } = await client.listProjectResults({ params });
  return { projectId, correlationId, state: project.state, results, headers: created.headers };
}
