import type { WorkflowCompleted, WorkflowFailed } from "@berrys/platform/events/workflow";
import { type Ctx, failProject } from "../projects.ts";

/** The project's workflow went through; the project itself ends with its last task. */
export async function workflowCompleted(event: WorkflowCompleted, context: Ctx): Promise<void> {
  const { workflow_id, project_id, steps_completed } = event.data;
  context.log.info({ workflow_id, project_id, steps_completed }, "workflow completed");
}

/** A workflow that failed takes the project it carried with it. */
export async function workflowFailed(event: WorkflowFailed, context: Ctx): Promise<void> {
  const { project_id, error, workflow_type } = event.data;
  if (project_id === undefined || workflow_type !== "project_execution") return;
  await context.transaction(async (tx) => {
    const project = await tx.store.findAndLock(project_id);
    if (project !== undefined) await failProject(tx, project, error);
  });
}
