import type {
  ProjectReportProgress,
  ProjectReportProgressData,
} from "@berrys/platform/commands/project_commands";
import { now } from "@berrys/runtime/database/columns";
import { v7 as uuidv7 } from "uuid";
import { type Ctx, changeState, coordinator, type Tx } from "../projects.ts";
import { projectStates } from "../state-machine.ts";
import type { ProjectRow } from "../store.ts";

/** Takes in what a finished task means for its project; the last task completes it. */
export async function projectReportProgress(
  command: ProjectReportProgress,
  context: Ctx,
): Promise<void> {
  const report = command.data;
  await context.transaction(async (tx) => {
    const project = await tx.store.lock(report.project_id);
    if (projectStates.isFinal(project.state)) return;
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
    if (completed === total && updated.state === "executing") await complete(tx, updated);
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

async function complete(tx: Tx, project: ProjectRow): Promise<void> {
  const done = await changeState(tx, project, { to: "completed", by: coordinator });
  await tx.publish.projectCompleted({
    project_id: project.project_id,
    name: project.name,
    state: "completed",
    progress: done.progress,
    result_count: await tx.store.countResults(project.project_id),
    completed_at: done.updated_at,
  });
  await tx.send.agentReleaseAgents({
    project_id: project.project_id,
    reason: "The project is completed",
  });
}
