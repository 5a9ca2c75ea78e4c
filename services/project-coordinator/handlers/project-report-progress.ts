import type {
  ProjectReportProgress,
  ProjectReportProgressData,
} from "@berrys/platform/commands/project";
import { now } from "@berrys/runtime/database/columns";
import { v7 as uuidv7 } from "uuid";
import { type Ctx, cancelProject, completeIfDone, coordinator, type Tx } from "../projects.ts";
import { projectStates } from "../state-machine.ts";
import type { ProjectRow } from "../store.ts";

/** Takes in what a finished task means for its project; the last task completes it. */
export async function projectReportProgress(
  command: ProjectReportProgress,
  context: Ctx,
): Promise<void> {
  const report = command.data;
  await context.transaction(async (tx) => {
    const project = await tx.store.findAndLock(report.project_id);
    if (project === undefined || projectStates.isFinal(project.state)) return;
    const { total, completed, failed, percent } = report;
    const updated = await tx.store.update(project, {
      progress: { total, completed, failed, percent },
      updated_at: now(),
    });
    await tx.publish.projectUpdated({
      project_id: project.project_id,
      name: project.name,
      state: project.state,
      progress: updated.progress,
      version: updated.version,
      changed_fields: ["progress"],
      updated_at: updated.updated_at,
    });
    await addResult(tx, updated, report);
    if (total > 0) await completeIfDone(tx, updated);
    else await cancelProject(tx, project.project_id, coordinator, "All its tasks were cancelled");
  });
}

async function addResult(
  tx: Tx,
  project: ProjectRow,
  report: ProjectReportProgressData,
): Promise<void> {
  if (report.result === undefined) return;
  const result = {
    result_id: uuidv7(),
    project_id: project.project_id,
    task_id: report.task_id,
    title: report.title,
    format: report.result.format,
    content: report.result.content,
    created_at: now(),
  };
  if (!(await tx.store.addResult(result))) return;
  const { content: _content, ...facts } = result;
  await tx.publish.projectResultAdded({ ...facts, name: project.name });
}
