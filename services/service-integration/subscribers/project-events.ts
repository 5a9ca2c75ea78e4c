import type { ProjectEvent } from "@berrys/platform/events/project";
import { type Ctx, followProject } from "../workflows.ts";
import { logged } from "./log.ts";

/** Project events move the workflows of their project. */
export function projectEvents(event: ProjectEvent, context: Ctx): Promise<void> {
  return logged(event, context, async (tx) => {
    for (const workflow of await tx.store.lockOpenWorkflows(event.data.project_id))
      await followProject(tx, workflow, event);
  });
}
