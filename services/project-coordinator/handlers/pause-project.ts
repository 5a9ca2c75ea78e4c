import type { PauseProjectRequest, ResumeProjectRequest } from "@berrys/platform/rest/projects";
import type { Project } from "@berrys/platform/schemas/project";
import { actorOf, type Ctx, changeState, completeIfDone } from "../projects.ts";
import { toResource } from "../resources.ts";

/** No new task is handed out; running ones finish. */
export async function pauseProject(
  { params, body }: PauseProjectRequest,
  context: Ctx,
): Promise<Project> {
  const by = actorOf(context);
  const reason = body?.reason === undefined ? {} : { reason: body.reason };
  const paused = await context.transaction(async (tx) => {
    const project = await tx.store.lock(params.project_id);
    const changed = await changeState(tx, project, { to: "paused", by, ...reason });
    await tx.publish.projectExecutionPaused({
      project_id: project.project_id,
      name: project.name,
      previous_state: project.state,
      state: "paused",
      paused_by: by,
      paused_at: changed.updated_at,
      ...reason,
    });
    return changed;
  });
  return toResource(paused);
}

/** Goes on; a project whose last task finished in the meantime is completed at once. */
export async function resumeProject(
  { params, body }: ResumeProjectRequest,
  context: Ctx,
): Promise<Project> {
  const by = actorOf(context);
  const reason = body?.reason === undefined ? {} : { reason: body.reason };
  const resumed = await context.transaction(async (tx) => {
    const project = await tx.store.lock(params.project_id);
    const changed = await changeState(tx, project, { to: "executing", by, ...reason });
    await tx.publish.projectExecutionResumed({
      project_id: project.project_id,
      name: project.name,
      previous_state: project.state,
      state: "executing",
      resumed_by: by,
      resumed_at: changed.updated_at,
    });
    return completeIfDone(tx, changed);
  });
  return toResource(resumed);
}
