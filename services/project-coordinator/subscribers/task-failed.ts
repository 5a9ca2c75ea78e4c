import type { TaskFailed } from "@berrys/platform/events/task";
import { type Ctx, failProject } from "../projects.ts";

/** A task that failed for good takes its project with it. */
export async function taskFailed(event: TaskFailed, context: Ctx): Promise<void> {
  if (event.data.will_retry) return;
  await context.transaction(async (tx) => {
    const project = await tx.store.findAndLock(event.data.project_id);
    if (project !== undefined) await failProject(tx, project, event.data.error);
  });
}
