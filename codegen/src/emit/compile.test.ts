import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Model } from "../model/model.ts";
import { emitAll } from "./index.ts";
import { contracts } from "./testing/contracts.ts";
import { emitOptions } from "./testing/emit.ts";
import { protoImage } from "./testing/image.ts";

const repository = join(import.meta.dirname, "../../..");
const folder = mkdtempSync(join(tmpdir(), "berrys-emit-"));

/** `project.created` has come to its third version. */
const versioned: Model = {
  ...contracts,
  messages: contracts.messages.map((message) =>
    message.type === "project.created"
      ? {
          ...message,
          version: 3,
          previous: [
            { version: 1, data: "events/task#TaskCreatedData", sensitive: [] },
            { version: 2, data: "schemas/project#Project", sensitive: [] },
          ],
        }
      : message,
  ),
};

beforeAll(async () => {
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  const [files] = await emitAll(versioned, protoImage(), emitOptions);
  for (const { path, content } of files) write(path, content);
  write("package.json", JSON.stringify({ type: "module" }));
  write(
    "tsconfig.json",
    JSON.stringify({ extends: join(repository, "tsconfig.json"), include: ["."], exclude: [] }),
  );
  write("use.ts", use);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("emitted code compiles strictly and refuses what the contracts do not allow", () => {
  const compiler = join(repository, "node_modules/typescript-7/bin/tsc");
  const { stdout, status } = spawnSync(process.execPath, [compiler, "-p", folder], {
    encoding: "utf8",
  });
  expect({ stdout, status }).toEqual({ stdout: "", status: 0 });
});

test("emitted code runs as it is", () => {
  const script = `import { planningSystem, topology, createPlatformClient } from "./index.ts";
    const client = createPlatformClient({ baseUrl: "http://127.0.0.1:1" });
    console.log(JSON.stringify([planningSystem.id, topology.name, Object.keys(client)]));`;
  const output = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(JSON.parse(output)).toEqual([
    "planning-system",
    "berrys-platform",
    ["listProjects", "createProject", "deleteProject", "watchProject"],
  ]);
});

function write(path: string, content: string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

const use = `
import {
  createPlatformClient,
  definePlanningSystem,
  defineProjectCoordinator,
  type PlanningSystemContext,
  type PlanningSystemHandlers,
  type ProjectCoordinatorContext,
  type ProjectCoordinatorHandlers,
} from "./index.ts";

interface Store { readonly tasks: number }
const store = (): Store => ({ tasks: 0 });

const handlers: PlanningSystemHandlers<Store> = {
  rest: {},
  rpc: { planningService: { createPlan: async ({ projectId }) => ({ planId: projectId }) } },
  events: {
    projectCreated: async (event, context) => {
      const type: "project.created" = event.type;
      await context.publish.taskCreated({ task_id: event.data.project_id + type });
      await context.transaction(async ({ publish, store }) => {
        await publish.taskCreated({ task_id: String(store.tasks) });
      });
    },
    projectCancelled: async () => {},
  },
  commands: { planRevise: async () => ({ revision: 2 }) },
  upcasters: {
    projectCreated: {
      v1: ({ task_id }) => ({ project_id: task_id, state: "created" }),
      v2: ({ project_id }) => ({ project_id }),
    },
  },
};
definePlanningSystem({ handlers, store });

// @ts-expect-error the upcaster of version 2 is missing
const stuck: PlanningSystemHandlers<Store>["upcasters"] = { projectCreated: { v1: ({ task_id }) => ({ project_id: task_id, state: "created" }) } };
const astray: PlanningSystemHandlers<Store>["upcasters"] = {
  projectCreated: {
    // @ts-expect-error version 1 leads to version 2, which has a state
    v1: ({ task_id }) => ({ project_id: task_id }),
    v2: ({ project_id }) => ({ project_id }),
  },
};
// @ts-expect-error a message has older versions, and none of the upcasters is there
definePlanningSystem({ handlers: { rest: {}, rpc: handlers.rpc, events: handlers.events, commands: handlers.commands }, store });

// @ts-expect-error the handler of project.cancelled is missing
const missing: PlanningSystemHandlers<Store>["events"] = { projectCreated: async () => {} };
// @ts-expect-error the whole group of commands is missing
definePlanningSystem({ handlers: { rest: {}, rpc: handlers.rpc, events: handlers.events, upcasters: handlers.upcasters }, store });
// @ts-expect-error a command with a reply has to be answered
const silent: PlanningSystemHandlers<Store>["commands"] = { planRevise: async () => {} };
// @ts-expect-error the method of the RPC service is missing
const mute: PlanningSystemHandlers<Store>["rpc"] = { planningService: {} };

export async function powers(planning: PlanningSystemContext, coordinator: ProjectCoordinatorContext) {
  // @ts-expect-error planning-system does not publish project.created
  await planning.publish.projectCreated({ project_id: "1" });
  // @ts-expect-error planning-system calls nobody
  planning.clients.planningService;
  // @ts-expect-error the data of task.created has a task_id
  await planning.publish.taskCreated({});
  const [first] = await planning.publish.taskCreated.many([{ task_id: "1" }], ({ task_id }) => ({ id: task_id }));
  first?.data.task_id.toUpperCase();
  await planning.publish.taskCreated.many([{ task_id: "1" }], { delay: 1000 });
  // @ts-expect-error the data of task.created has a task_id
  await planning.publish.taskCreated.many([{}]);
  // @ts-expect-error one id is not for all
  await planning.publish.taskCreated.many([{ task_id: "1" }], { id: "1" });
  // @ts-expect-error tasks are not the coordinator's
  await coordinator.publish.taskCreated({ task_id: "1" });
  const { revision } = await coordinator.request.planRevise({ project_id: "1" });
  const { planId } = await coordinator.clients.planningService.createPlan({ projectId: "1" });
  return [revision.toFixed(), planId];
}

const coordinator: ProjectCoordinatorHandlers<Store> = {
  rest: {
    listProjects: async ({ query }) => ({ items: [], nextCursor: query.limit.toFixed() }),
    createProject: async ({ body }) => body,
    deleteProject: async () => {},
    async *watchProject({ params }) {
      yield { project_id: params.project_id, state: "created" as const };
    },
  },
  rpc: {},
  events: {
    taskEvents: async (event) => {
      switch (event.type) {
        case "task.created":
          return;
      }
    },
  },
  commands: {},
};
defineProjectCoordinator({ handlers: coordinator, store });

export async function call() {
  const client = createPlatformClient({ baseUrl: "http://127.0.0.1:1" });
  const { data: projects, nextCursor } = await client.listProjects();
  await client.listProjects({ query: { state: "created" } });
  // @ts-expect-error there is no such state
  await client.listProjects({ query: { state: "lost" } });
  // @ts-expect-error a project needs a body
  await client.createProject();
  for await (const project of client.watchProject({ params: { project_id: "1" } })) {
    const state: "created" | "cancelled" = project.state;
    return [projects[0]?.state, nextCursor, state];
  }
  return [];
}
export { astray, missing, mute, silent, stuck };
`;
