import { expect, test } from "vitest";
import { emitted } from "./testing/emit.ts";

test("a service may publish, send, request and call what its contract says, and nothing else", async () => {
  const files = await emitted("services");
  const coordinator = files["services/project-coordinator.ts"];
  expect(coordinator).toContain(`export interface ProjectCoordinatorPublisher {
  readonly projectCreated: Publish<ProjectCreatedData>;
  readonly projectCancelled: Publish<Project>;
}`);
  expect(coordinator).toContain(`export interface ProjectCoordinatorSender {
  readonly planRevise: Publish<PlanReviseData>;
}`);
  expect(coordinator).toContain(`export interface ProjectCoordinatorRequester {
  readonly planRevise: Request<PlanReviseData, PlanReviseReply>;
}`);
  expect(coordinator).toContain(`export interface ProjectCoordinatorClients {
  readonly planningService: RpcClient<typeof PlanningService>;
}`);
  const planning = files["services/planning-system.ts"];
  expect(planning).toContain("export type PlanningSystemSender = Record<never, never>;");
  expect(planning).toContain("export type PlanningSystemClients = Record<never, never>;");
  expect(planning).toContain("  publishes: { taskCreated },\n  sends: {},\n");
});

test("handlers are there for what a service follows, serves and owns", async () => {
  const files = await emitted("services");
  expect(files["services/planning-system.ts"]).toContain(`  readonly rest: Record<never, never>;
  readonly rpc: {
    readonly planningService: RpcHandlers<typeof PlanningService, PlanningSystemContext<Store>>;
  };
  readonly events: {
    readonly projectCreated: MessageHandler<ProjectCreated, PlanningSystemContext<Store>>;
    readonly projectCancelled: MessageHandler<ProjectCancelled, PlanningSystemContext<Store>>;
  };
  readonly commands: {
    readonly planRevise: CommandHandler<PlanRevise, PlanReviseReply, PlanningSystemContext<Store>>;
  };
`);
});

test("operations of one channel become one subscription", async () => {
  const code = (await emitted("services"))["services/planning-system.ts"] ?? "";
  expect(code.match(/channel: "project"/g)).toHaveLength(1);
  expect(code).toContain(`      handler: null,
      messages: [
        { handler: "projectCreated", message: projectCreated },
        { handler: "projectCancelled", message: projectCancelled },
      ],`);
});

test("a whole channel is handled by one function of the union", async () => {
  const code = (await emitted("services"))["services/project-coordinator.ts"];
  expect(code).toContain(
    "readonly taskEvents: MessageHandler<TaskEvent, ProjectCoordinatorContext<Store>>;",
  );
  expect(code).toContain('messages: [{ handler: "taskEvents", message: taskCreated }],');
});

test("contracts without services give no skeletons", async () => {
  expect(await emitted("services", { services: [], channelOperations: [] })).toEqual({});
});
