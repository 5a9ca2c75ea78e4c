import type { ProjectPlanRejected } from "@berrys/platform/events/project";
import { type Ctx, changeState, coordinator } from "../projects.ts";

/** A rejected plan is made anew, with the reason as feedback. */
export async function projectPlanRejected(event: ProjectPlanRejected, context: Ctx): Promise<void> {
  await context.transaction(async (tx) => {
    const project = await tx.store.findAndLock(event.data.project_id);
    if (project?.state !== "rejected") return;
    const planning = await changeState(tx, project, {
      to: "planning",
      by: coordinator,
      reason: event.data.reason,
    });
    await tx.publish.projectPlanningStarted({
      project_id: project.project_id,
      name: project.name,
      state: "planning",
      started_at: planning.updated_at,
    });
  });
}
