import type { Project } from "@berrys/platform/schemas/project";
import type { Task } from "@berrys/platform/schemas/task";
import { BerrysError, type ErrorCode } from "@berrys/runtime/errors";
import type { Violation } from "@berrys/runtime/violation";
import { expect } from "vitest";
import { until } from "../../support/until.ts";
import type { PlannedTask } from "./model-endpoint.ts";
import type { TestPlatform } from "./platform.ts";

/** Creates a project whose plan has these tasks. */
export async function createProject(
  { client, model }: TestPlatform,
  name: string,
  tasks: readonly PlannedTask[],
  more: { readonly auto_approve?: boolean } = {},
): Promise<Project> {
  model.plan(name, tasks);
  const { data } = await client.createProject({ body: { name, objectives: [name], ...more } });
  return data;
}

/** Waits until the project is in that state; resolves with it. */
export async function projectBecomes(
  { client }: TestPlatform,
  project_id: string,
  state: Project["state"],
): Promise<Project> {
  const ask = async () => (await client.getProject({ params: { project_id } })).data;
  return until(ask, (project) => project.state === state, { everyMs: 25 });
}

/** Waits until the task of that title is in that state; resolves with it. */
export async function taskBecomes(
  { client }: TestPlatform,
  project_id: string,
  title: string,
  state: Task["state"],
): Promise<Task> {
  const ask = async () => {
    const { data } = await client.listProjectTasks({ params: { project_id } });
    return data.find((task) => task.title === title);
  };
  const found = await until(ask, (task) => task?.state === state, { everyMs: 25 });
  if (found === undefined) throw new Error(`There is no task ${title}`);
  return found;
}

/** The call is refused with that code; resolves with the pointers of its violations. */
export async function expectRefused(
  call: Promise<unknown>,
  code: ErrorCode,
): Promise<readonly string[]> {
  const error: unknown = await call.then(
    () => "no refusal",
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(BerrysError);
  const { code: got, message, details } = error as BerrysError;
  expect(got, message).toBe(code);
  return ((details.violations ?? []) as readonly Violation[]).map(({ pointer }) => pointer);
}
