import type { CreateProjectRequest } from "@berrys/platform/rest/projects";
import type { Project } from "@berrys/platform/schemas/project";
import { now } from "@berrys/runtime/database/columns";
import { v7 as uuidv7 } from "uuid";
import { actorOf, type Ctx, constraintsOf } from "../projects.ts";
import { toResource } from "../resources.ts";
import type { ProjectRow } from "../store.ts";

/** Creates a project; planning starts by itself. */
export async function createProject(
  { body }: CreateProjectRequest,
  context: Ctx,
): Promise<Project> {
  const at = now();
  const projectId = uuidv7();
  const createdBy = actorOf(context);
  const project: ProjectRow = {
    project_id: projectId,
    name: body.name,
    description: body.description ?? "",
    objectives: body.objectives,
    requirements: body.requirements ?? {},
    constraints: constraintsOf(body),
    preferences: body.preferences ?? {},
    auto_approve: body.auto_approve ?? true,
    state: "created",
    state_reason: null,
    progress: { total: 0, completed: 0, failed: 0, percent: 0 },
    plan_id: null,
    plan_revision: 0,
    required_capabilities: [],
    team_id: null,
    created_by: createdBy,
    version: 1,
    created_at: at,
    updated_at: at,
    started_at: null,
    completed_at: null,
  };
  await context.transaction(async (tx) => {
    await tx.store.insert(project);
    await tx.store.addStatusChange({
      change_id: uuidv7(),
      project_id: projectId,
      previous_state: null,
      state: "created",
      reason: null,
      changed_by: createdBy,
      changed_at: at,
    });
    const { name, description, objectives, requirements, constraints, preferences, auto_approve } =
      project;
    await tx.publish.projectCreated({
      project_id: projectId,
      name,
      description,
      objectives,
      requirements,
      constraints,
      preferences,
      auto_approve,
      state: "created",
      created_by: createdBy,
      created_at: at,
    });
  });
  return toResource(project);
}
