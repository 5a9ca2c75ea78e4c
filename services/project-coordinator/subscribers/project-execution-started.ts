import type { ProjectExecutionStarted } from "@berrys/platform/events/project";
import type { Ctx } from "../projects.ts";

/** Lets the Planning System hand out the first tasks. */
export async function projectExecutionStarted(
  event: ProjectExecutionStarted,
  context: Ctx,
): Promise<void> {
  const project = await context.store.find(event.data.project_id);
  if (project?.state !== "executing") return;
  await context.clients.planningService.startExecution(
    { projectId: project.project_id },
    { signal: context.signal },
  );
}
