import type { ReviewProjectPlanRequest } from "@berrys/platform/rest/projects";
import type { PlanReview, ProjectPlanning } from "@berrys/platform/schemas/projects";
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
    const reason = feedbackOf(body);
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
  return planningOf(reviewed, { approved: body.decision === "approve" });
}

/** The next plan would be the same as the one before if nobody said what is wrong with it. */
function feedbackOf({ feedback }: PlanReview): string {
  if (feedback !== undefined) return feedback;
  const violations = [
    { pointer: "/body/feedback", keyword: "required", expected: "feedback", got: "nothing" },
  ];
  throw new BerrysError("invalid_argument", "A rejection needs `feedback` for the next plan", {
    details: { violations },
  });
}
