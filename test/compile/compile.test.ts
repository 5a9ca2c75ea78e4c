/** What the contracts do not allow does not compile: TypeScript 7 on the code that the platform runs on. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { typeCheck } from "../support/type-check.ts";

const services = join(import.meta.dirname, "../../services");

interface Case {
  readonly name: string;
  /** Lines that are allowed. */
  readonly allowed: string;
  /** One line that is refused. */
  readonly refused: string;
  /** What the compiler says. */
  readonly says: RegExp;
}

const planning = `
import type { PlanningSystemContext } from "@berrys/platform/services/planning-system";
declare const context: PlanningSystemContext;
`;

const cases: readonly Case[] = [
  {
    name: "planning-system publishes project.created",
    allowed: `${planning}
import type { ProjectCreatedData } from "@berrys/platform/events/project";
import type { TaskCreatedData } from "@berrys/platform/events/task";
declare const task: TaskCreatedData;
declare const project: ProjectCreatedData;
await context.publish.taskCreated(task);
await context.transaction((tx) => tx.publish.taskCreated(task));`,
    refused: "await context.publish.projectCreated(project);",
    says: /'projectCreated' does not exist on type 'PlanningSystemPublisher'/,
  },
  {
    name: "it does not in a transaction either",
    allowed: planning,
    refused: "await context.transaction((tx) => tx.publish.projectCreated);",
    says: /'projectCreated' does not exist on type 'PlanningSystemPublisher'/,
  },
  {
    name: "an event lacks a required field",
    allowed: planning,
    refused: 'await context.publish.taskStarted({ task_id: "1" });',
    says: /missing the following properties from type 'TaskStartedData': project_id/,
  },
  {
    name: "planning-system sends a command that is not its own to send",
    allowed: `${planning}
void context.send.agentAssignTask;`,
    refused: "void context.send.toolExecute;",
    says: /'toolExecute' does not exist on type 'PlanningSystemSender'/,
  },
  {
    name: "planning-system waits for the reply of a command without one",
    allowed: `${planning}
void context.request.modelExecute;`,
    refused: "void context.request.agentAssignTask;",
    says: /'agentAssignTask' does not exist on type 'PlanningSystemRequester'/,
  },
  {
    name: "planning-system calls a service that the topology does not let it call",
    allowed: `${planning}
await context.clients.agentService.getAgent({ agentId: "1" });`,
    refused: 'await context.clients.toolService.searchTools({ query: "csv" });',
    says: /'toolService' does not exist on type 'PlanningSystemClients'/,
  },
  {
    name: "a call names a procedure that the service does not serve",
    allowed: planning,
    refused: "await context.clients.agentService.createPlan({});",
    says: /'createPlan' does not exist/,
  },
  ...(
    [
      ["rest", "createProject"],
      ["rpc", "projectService"],
      ["events", "projectCreated"],
      ["commands", "projectCancel"],
    ] as const
  ).map(
    ([group, handler]): Case => ({
      name: `project-coordinator lacks the handler ${group}.${handler}`,
      allowed: `
import type { ProjectCoordinatorHandlers } from "@berrys/platform/services/project-coordinator";
import { handlers } from "${services}/project-coordinator/handlers/index.ts";
import type { Store } from "${services}/project-coordinator/store.ts";
({ ...handlers }) satisfies ProjectCoordinatorHandlers<Store>;
const { ${handler}: _, ...others } = handlers.${group};
void _;`,
      refused: `({ ...handlers, ${group}: others }) satisfies ProjectCoordinatorHandlers<Store>;`,
      says: new RegExp(`Property '${handler}' is missing`, "s"),
    }),
  ),
  {
    name: "a service is defined without a handler",
    allowed: `
import { defineProjectCoordinator } from "@berrys/platform/services/project-coordinator";
import { handlers } from "${services}/project-coordinator/handlers/index.ts";
import { createStore as store } from "${services}/project-coordinator/store.ts";
const { projectCancel: _, ...commands } = handlers.commands;
void _;
defineProjectCoordinator({ handlers, store });`,
    refused: "defineProjectCoordinator({ handlers: { ...handlers, commands }, store });",
    says: /Property 'projectCancel' is missing/s,
  },
  {
    name: "the REST client is given a wrong body",
    allowed: `
import { createBerrysPlatformClient } from "@berrys/platform";
const client = createBerrysPlatformClient({ baseUrl: "http://127.0.0.1:8080" });
await client.createProject({ body: { name: "a", objectives: ["b"] } });`,
    refused: 'await client.createProject({ body: { name: "a" } });',
    says: /'objectives' is missing/s,
  },
];

const path = (index: number) => `case-${index}.ts`;

test("what is allowed compiles, and every refused line is an error", async () => {
  const files = cases.map(({ allowed, refused }, index) => [
    path(index),
    `${allowed}\n// @ts-expect-error: refused\n${refused}\n`,
  ]);
  expect(await typeCheck(Object.fromEntries(files))).toEqual([]);
});

test("the compiler names what is refused", async () => {
  const files = cases.map(({ allowed, refused }, index) => [
    path(index),
    `${allowed}\n${refused}\n`,
  ]);
  const errors = await typeCheck(Object.fromEntries(files));
  for (const [index, { name, says }] of cases.entries()) {
    const own = errors.filter((error) => error.startsWith(`${path(index)}(`));
    expect(own, name).toHaveLength(1);
    expect(own[0], name).toMatch(says);
  }
  expect(errors).toHaveLength(cases.length);
});
