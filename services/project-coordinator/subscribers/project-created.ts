import type { ProjectCreated } from "@berrys/platform/events/project";
import { type Ctx, changeState, coordinator } from "../projects.ts";

/** A new project goes into planning. */
export async function projectCreated(event: ProjectCreated, context: Ctx): Promise<void> {
  await context.transaction(async (tx) => {
    const project = await tx.store.findAndLock(event.data.project_id);
    if (project?.state !== "created") return;
    const planning = await changeState(tx, project, { to: "planning", by: coordinator });
    await tx.publish.projectPlanningStarted({
      project_id: project.project_id,
      name: project.name,
      state: "planning",
      started_at: planning.updated_at,
    });
  });
}
