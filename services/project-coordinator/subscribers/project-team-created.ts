import type { ProjectTeamCreated } from "@berrys/platform/events/project";
import { type Ctx, changeState, coordinator, planOf } from "../projects.ts";

/** With a team the work begins; Service Integration watches over it as a workflow. */
export async function projectTeamCreated(event: ProjectTeamCreated, context: Ctx): Promise<void> {
  await context.transaction(async (tx) => {
    const project = await tx.store.findAndLock(event.data.project_id);
    if (project?.state !== "team_assembly") return;
    const started = await changeState(tx, project, {
      to: "executing",
      by: coordinator,
      changes: { started_at: event.data.created_at },
    });
    await tx.publish.projectExecutionStarted({
      project_id: project.project_id,
      name: project.name,
      state: "executing",
      plan_id: planOf(project),
      team_id: event.data.team_id,
      started_at: started.updated_at,
    });
    await tx.send.workflowStart({
      project_id: project.project_id,
      workflow_type: "project_execution",
      initiated_by: coordinator,
      context: { plan_id: planOf(project), team_id: event.data.team_id },
    });
  });
}
