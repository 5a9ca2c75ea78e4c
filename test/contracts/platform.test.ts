/** The specification's event categories and the platform's facts, held against the model. */
import { loadModel } from "@berrys/codegen/load-model";
import type { JsonSchema, Model } from "@berrys/codegen/model/model";
import { beforeAll, expect, test } from "vitest";
import { root } from "./documents.ts";

const [coordinator, planning, agents] = [
  "project-coordinator",
  "planning-system",
  "agent-orchestrator",
];
const [models, tools, workflows] = [
  "model-orchestration",
  "tool-integration",
  "service-integration",
];
const [gateway, dashboard] = ["api-gateway", "web-dashboard"];

/** Offset from the base port and the services that may be called. */
const services: Readonly<Record<string, readonly [port: number, calls: readonly string[]]>> = {
  [gateway]: [0, [coordinator, planning, agents, models, tools, workflows]],
  [coordinator]: [1, [planning, agents, workflows]],
  [planning]: [2, [agents, workflows]],
  [agents]: [3, [models, tools, workflows]],
  [models]: [4, []],
  [tools]: [5, []],
  [workflows]: [6, [models, tools, planning, agents]],
  [dashboard]: [8, []],
};

interface Category {
  readonly publishers: readonly string[];
  /** Those of the specification's table; Service Integration and the dashboard follow every category. */
  readonly subscribers: readonly string[];
  readonly facts: string;
}

const categories: Readonly<Record<string, Category>> = {
  project: {
    publishers: [coordinator],
    subscribers: [coordinator, planning],
    facts: `created updated deleted status_changed planning_started planning_completed plan_approved
      plan_rejected team_created execution_started execution_paused execution_resumed result_added
      completed failed cancelled`,
  },
  task: {
    publishers: [planning],
    subscribers: [planning, agents, coordinator],
    facts:
      "created updated ready assigned started status_changed progress_reported completed failed cancelled",
  },
  agent: {
    publishers: [agents],
    subscribers: [agents, planning, coordinator],
    facts:
      "created initialized ready state_changed task_assigned task_completed task_failed terminated",
  },
  model: {
    publishers: [models],
    subscribers: [models, agents],
    facts:
      "registered updated deactivated execution_requested execution_completed execution_failed",
  },
  tool: {
    publishers: [tools],
    subscribers: [tools, agents],
    facts: `registered updated deactivated execution_requested execution_started execution_completed
      execution_failed`,
  },
  workflow: {
    publishers: [workflows],
    subscribers: [workflows, coordinator],
    facts: `started step_started step_completed step_failed paused resumed compensating compensated
      completed failed cancelled`,
  },
  system: {
    publishers: Object.keys(services),
    subscribers: [],
    facts: "service_started service_stopped service_health error",
  },
};

const receivers: Readonly<Record<string, readonly string[]>> = {
  [agents]: [
    "agent.assign_task",
    "agent.create_agent",
    "agent.release_agents",
    "agent.cancel_task",
  ],
  [planning]: ["task.report_result", "task.cancel"],
  [models]: ["model.execute"],
  [tools]: ["tool.execute"],
  [coordinator]: ["project.cancel", "project.report_progress"],
  [workflows]: ["workflow.start", "workflow.cancel"],
};

/** `{}` stands for a parameter. A path that ends in a verb is a controller and is posted to. */
const resources = `
  /projects /projects/{} /projects/{}/status /projects/{}/status/history /projects/{}/plan
  /projects/{}/planning /projects/{}/execution /projects/{}/results /projects/{}/summary
  /projects/{}/cancel /projects/{}/pause /projects/{}/resume /projects/{}/tasks
  /tasks /tasks/{} /tasks/{}/dependencies /tasks/{}/assignments /tasks/{}/progress
  /tasks/{}/assign /tasks/{}/cancel /tasks/{}/retry
  /agents /agents/{} /agents/{}/state /agents/{}/state/history /agents/{}/tasks /agents/{}/terminate
  /templates /models /models/{} /executions /executions/{} /executions/{}/result /executions/{}/stream
  /tools /tools/{} /tools/{}/versions /tools/search
  /workflows /workflows/{} /workflows/{}/steps /workflows/{}/cancel /workflows/{}/pause
  /workflows/{}/resume
  /correlations/{}/messages /operations/{}
  /webhooks /webhooks/{} /webhooks/{}/deliveries /webhooks/{}/deliveries/{} /webhooks/{}/ping
  /webhooks/{}/deliveries/{}/redeliver
  /api-keys /api-keys/{} /api-keys/{}/rotate
  /auth/login /auth/refresh /auth/logout /auth/profile
  /services /services/{}/health`;
const controllers =
  /\/(cancel|pause|resume|assign|retry|terminate|search|ping|redeliver|rotate|login|refresh|logout)$/;

const states: Readonly<Record<string, string>> = {
  ProjectState: `created planning plan_review rejected ready team_assembly executing paused completed
    failed cancelled`,
  TaskState: "pending ready assigned in_progress completed failed cancelled",
  AgentState: "creating initializing ready active paused terminating terminated",
  ExecutionStatus: "requested running completed failed cancelled",
  WorkflowState: `pending running paused completed failed compensating compensated compensation_failed
    cancelled`,
};

let model: Model;
beforeAll(async () => {
  const { model: found, diagnostics } = await loadModel(root);
  if (found === null) throw new Error(JSON.stringify(diagnostics, null, 1));
  model = found;
});

const sorted = (words: Iterable<string>) => [...words].sort();
const wordsOf = (text: string) => sorted(text.trim().split(/\s+/));

/** Services with a send or receive operation on some message of a channel. */
function partners(channel: string, action: "send" | "receive"): readonly string[] {
  const found = model.channelOperations.filter(
    (operation) => operation.channel === channel && operation.action === action,
  );
  return sorted(new Set(found.map(({ service }) => service)));
}

test("services have their ports and call whom they may", () => {
  const found = model.services.map(({ id, portOffset, calls }) => [
    id,
    [portOffset, sorted(calls)],
  ]);
  const expected = Object.entries(services).map(([id, [port, calls]]) => [
    id,
    [port, sorted(calls)],
  ]);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
});

test("whoever is called serves something, and nobody else does", () => {
  const called = new Set(Object.values(services).flatMap(([, calls]) => calls));
  expect(sorted(new Set(model.rpcServices.map(({ service }) => service)))).toEqual(sorted(called));
});

test("model output is streamed", () => {
  const streams = model.rpcServices.flatMap((service) =>
    service.methods
      .filter(({ streaming }) => streaming === "server")
      .map(({ name }) => `${service.typeName}.${name}`),
  );
  expect(streams).toEqual(["ModelService.ExecuteStream"]);
});

test("event categories have their publishers, subscribers and facts", () => {
  const events = model.channels.filter(({ messageKind }) => messageKind === "event");
  expect(sorted(events.map(({ name }) => name))).toEqual(sorted(Object.keys(categories)));
  for (const { name, messages } of events) {
    const { publishers, subscribers, facts } = categories[name] as Category;
    expect(sorted(messages), name).toEqual(wordsOf(facts).map((fact) => `${name}.${fact}`));
    expect(partners(name, "send"), name).toEqual(sorted(publishers));
    expect(partners(name, "receive"), name).toEqual(
      sorted(new Set([...subscribers, workflows, dashboard])),
    );
  }
});

test("Service Integration and the dashboard follow all of every category", () => {
  for (const service of [workflows, dashboard]) {
    const whole = model.channelOperations.filter(
      (operation) =>
        operation.service === service &&
        operation.action === "receive" &&
        operation.messages === null,
    );
    expect(sorted(whole.map(({ channel }) => channel)), service).toEqual(
      sorted(Object.keys(categories)),
    );
  }
});

test("commands have one receiver, the one that is named", () => {
  const commands = model.messages.filter(({ messageKind }) => messageKind === "command");
  const found: Record<string, string[]> = {};
  for (const { type, channel } of commands) {
    const receiving = model.channelOperations.filter(
      (operation) =>
        operation.action === "receive" &&
        operation.channel === channel &&
        (operation.messages === null || operation.messages.includes(type)),
    );
    expect(receiving, type).toHaveLength(1);
    const service = receiving[0]?.service ?? "";
    found[service] = [...(found[service] ?? []), type];
  }
  const inOrder = (all: Readonly<Record<string, readonly string[]>>) =>
    Object.fromEntries(Object.entries(all).map(([service, types]) => [service, sorted(types)]));
  expect(inOrder(found)).toEqual(inOrder(receivers));
});

test("events and commands about a project are keyed by it, or by a part of it", () => {
  const byId = new Map(model.schemas.map(({ id, schema }) => [id, schema]));
  for (const { name, key, data, channel } of model.messages) {
    expect(key, name).toMatch(/^\/\w+$/);
    if (["project", "task"].includes(channel)) expect(key, name).toBe("/project_id");
    const schema = byId.get(data) as { readonly properties?: object; readonly $ref?: string };
    const { properties } = schema.$ref ? (byId.get(schema.$ref) as typeof schema) : schema;
    expect(Object.keys(properties ?? {}), name).toContain(key?.slice(1));
  }
});

test("REST has the platform's resources, and controllers are posted to", () => {
  expect(model.restApi).toMatchObject({ basePath: "/api/v1", version: "1.0" });
  const paths = new Set(model.restOperations.map(({ path }) => path.replace(/\{[^}]+\}/g, "{}")));
  expect(sorted(paths)).toEqual(wordsOf(resources));
  for (const { path, method } of model.restOperations.filter(({ path }) => controllers.test(path)))
    expect(method, path).toBe("post");
});

test("states are the platform's", () => {
  for (const [name, expected] of Object.entries(states)) {
    const found = model.schemas.filter((schema) => schema.origin.pointer === `/${name}`);
    expect(found, name).toHaveLength(1);
    const schema: JsonSchema = found[0]?.schema ?? false;
    const values = typeof schema === "object" ? (schema.enum as readonly string[]) : [];
    expect(sorted(values), name).toEqual(wordsOf(expected));
  }
});
