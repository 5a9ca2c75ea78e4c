import type { ProjectPlanningStarted } from "@berrys/platform/events/project";
import type { Plan } from "@berrys/platform/rpc/berrys/planning/v1/planning_pb";
import { BerrysError } from "@berrys/runtime/errors";
import { approvePlan, type Ctx, changeState, coordinator, failProject } from "../projects.ts";
import { toPlanRequest } from "../proto.ts";
import type { ProjectRow } from "../store.ts";

/** Asks for a plan; a plan that cannot be made ends the project. */
export async function projectPlanningStarted(
  event: ProjectPlanningStarted,
  context: Ctx,
): Promise<void> {
  const project = await context.store.find(event.data.project_id);
  if (project?.state !== "planning") return;
  const plan = await requestPlan(project, context);
  await context.transaction(async (tx) => {
    const current = await tx.store.findAndLock(project.project_id);
    if (current?.state !== "planning") return;
    if (plan instanceof BerrysError) {
      await failProject(tx, current, {
        code: plan.code,
        message: plan.message,
        retryable: false,
      });
      return;
    }
    const capabilities = [
      ...new Set(plan.tasks.flatMap((task) => task.requiredCapabilities)),
    ].sort();
    const reviewed = await changeState(tx, current, {
      to: "plan_review",
      by: coordinator,
      changes: {
        plan_id: plan.planId,
        plan_revision: plan.revision,
        required_capabilities: capabilities,
        progress: { total: plan.tasks.length, completed: 0, failed: 0, percent: 0 },
      },
    });
    await tx.publish.projectPlanningCompleted({
      project_id: project.project_id,
      name: project.name,
      state: "plan_review",
      plan_id: plan.planId,
      plan_revision: plan.revision,
      task_count: plan.tasks.length,
      summary: plan.summary,
      required_capabilities: capabilities,
      planned_at: reviewed.updated_at,
    });
    if (reviewed.auto_approve) await approvePlan(tx, reviewed, coordinator);
  });
}

/** The plan, or why there can be none; what may pass is thrown, so that the event is tried again. */
async function requestPlan(project: ProjectRow, context: Ctx): Promise<Plan | BerrysError> {
  try {
    const response = await context.clients.planningService.createPlan(toPlanRequest(project), {
      signal: context.signal,
    });
    if (response.plan !== undefined) return response.plan;
    return new BerrysError("internal", "The Planning System answered without a plan");
  } catch (error) {
    const final = ["invalid_argument", "failed_precondition", "out_of_range"];
    if (error instanceof BerrysError && final.includes(error.code)) return error;
    throw error;
  }
}
