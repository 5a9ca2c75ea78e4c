import type { ProjectCoordinatorContext } from "@berrys/platform/services/project-coordinator";

const at = "2025-03-29T12:52:31.005Z";
const progress = { total: 1, completed: 1, failed: 0, percent: 100 };

/** Publishes `project.completed`. */
export function publishCompleted({ publish }: ProjectCoordinatorContext, projectId: string) {
  return publish.projectCompleted({
    project_id: projectId,
    name: "Customer Data Analysis",
    state: "completed",
    progress,
    result_count: 1,
    completed_at: at,
  });
}

/** Publishes `project.failed`. */
export function publishFailed({ publish }: ProjectCoordinatorContext, projectId: string) {
  return publish.projectFailed({
    project_id: projectId,
    name: "Customer Data Analysis",
    previous_state: "executing",
    state: "failed",
    error: { code: "internal", message: "A task failed three times.", retryable: false },
    progress,
    failed_at: at,
  });
}

/** Publishes `project.cancelled`. */
export function publishCancelled({ publish }: ProjectCoordinatorContext, projectId: string) {
  return publish.projectCancelled({
    project_id: projectId,
    name: "Customer Data Analysis",
    previous_state: "executing",
    state: "cancelled",
    cancelled_by: "ada",
    cancelled_at: at,
  });
}
