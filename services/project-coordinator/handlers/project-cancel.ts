import type { ProjectCancel } from "@berrys/platform/commands/project";
import { type Ctx, cancelProject } from "../projects.ts";

/** Cancels a project at the wish of another service; one that has ended stays as it is. */
export async function projectCancel(command: ProjectCancel, context: Ctx): Promise<void> {
  const { project_id, requested_by, reason } = command.data;
  await context.transaction((tx) => cancelProject(tx, project_id, requested_by, reason));
}
