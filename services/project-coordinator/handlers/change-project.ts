import type { DeleteProjectRequest, UpdateProjectRequest } from "@berrys/platform/rest/projects";
import type { Project } from "@berrys/platform/schemas/project";
import { now } from "@berrys/runtime/database/columns";
import { BerrysError } from "@berrys/runtime/errors";
import { requireMatch } from "@berrys/runtime/rest/conditional";
import { actorOf, type Ctx, constraintsOf } from "../projects.ts";
import { toResource } from "../resources.ts";
import { projectStates } from "../state-machine.ts";

/** Changes what a project is about; what a plan was made from can change only before there is one. */
export async function updateProject(
  { params, headers, body }: UpdateProjectRequest,
  context: Ctx,
): Promise<Project> {
  const changed = await context.transaction(async (tx) => {
    const project = await tx.store.lock(params.project_id);
    requireMatch(headers["If-Match"], project.version);
    if (projectStates.isFinal(project.state)) {
      throw new BerrysError(
        "failed_precondition",
        `A project that is ${project.state} cannot be changed`,
      );
    }
    const planned = body.objectives ?? body.requirements ?? body.constraints ?? body.preferences;
    if (planned !== undefined && project.state !== "created" && project.state !== "rejected") {
      throw new BerrysError(
        "failed_precondition",
        `A project that is ${project.state} takes only a new name or description`,
      );
    }
    const updated = await tx.store.update(project, {
      ...body,
      ...(body.constraints === undefined ? {} : { constraints: constraintsOf(body) }),
      updated_at: now(),
    });
    await tx.publish.projectUpdated({
      project_id: updated.project_id,
      name: updated.name,
      state: updated.state,
      progress: updated.progress,
      version: updated.version,
      changed_fields: Object.keys(body),
      updated_at: updated.updated_at,
    });
    return updated;
  });
  return toResource(changed);
}

/** Deletes a project that has ended. */
export async function deleteProject({ params }: DeleteProjectRequest, context: Ctx): Promise<void> {
  await context.transaction(async (tx) => {
    const project = await tx.store.lock(params.project_id);
    if (!projectStates.isFinal(project.state)) {
      throw new BerrysError(
        "failed_precondition",
        `A project that is ${project.state} cannot be deleted; cancel it first`,
      );
    }
    await tx.store.remove(params.project_id);
    await tx.publish.projectDeleted({
      project_id: project.project_id,
      name: project.name,
      deleted_by: actorOf(context),
      deleted_at: now(),
    });
  });
}
