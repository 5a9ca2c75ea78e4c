import type { ReviewProjectPlanRequest } from "@berrys/platform/rest/projects";
import type { ProjectPlanning } from "@berrys/platform/schemas/projects";
import { BerrysError } from "@berrys/runtime/errors";
import { actorOf, approvePlan, type Ctx, changeState } from "../projects.ts";
import { planningOf } from "../resources.ts";

/** A person's decision on the plan that waits for it. */
export async function reviewProjectPlan(
  { params, body }: ReviewProjectPlanRequest,
  context: Ctx,
): Promise<ProjectPlanning> {
  const by = actorOf(context);
  const reviewed = await context.transaction(async (tx) => {
    const project = await tx.store.lock(params.project_id);
    if (project.plan_id !== body.plan_id) {
      throw new BerrysError(
        "failed_precondition",
        `The plan in review is ${project.plan_id ?? "not made yet"}, not ${body.plan_id}`,
      );
    }
    if (body.decision === "approve") return approvePlan(tx, project, by);
    const reason = body.feedback ?? "No reason given";
    const rejected = await changeState(tx, project, { to: "rejected", by, reason });
    await tx.publish.projectPlanRejected({
      project_id: project.project_id,
      name: project.name,
      state: "rejected",
      plan_id: body.plan_id,
      plan_revision: project.plan_revision,
      reason,
      rejected_by: by,
      rejected_at: rejected.updated_at,
    });
    return rejected;
  });
  return planningOf(reviewed);
}
