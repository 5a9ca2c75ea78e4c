import type {
  WorkflowCancel,
  WorkflowStart,
  WorkflowStartReplyData,
} from "@berrys/platform/commands/workflow";
import { v5 as uuidv5 } from "uuid";
import { toJournal } from "../journal.ts";
import { type Ctx, cancelWorkflow, startWorkflow } from "../workflows.ts";

/**
 * Starts a workflow, unless one of its type runs for the project. The command's id makes the workflow's, so that a
 * second delivery starts no second one.
 */
export async function workflowStart(
  command: WorkflowStart,
  context: Ctx,
): Promise<WorkflowStartReplyData> {
  const { project_id, workflow_type, initiated_by, context: facts } = command.data;
  const workflow = await context.transaction(async (tx) => {
    await tx.store.logMessage(toJournal("command", command));
    const open = await tx.store.lockOpenWorkflows(project_id);
    const running = open.find((candidate) => candidate.workflow_type === workflow_type);
    if (running !== undefined) return running;
    return startWorkflow(tx, {
      workflowId: uuidv5("workflow", command.id),
      workflowType: workflow_type,
      projectId: project_id,
      initiatedBy: initiated_by,
      context: facts ?? {},
      correlationId: command.correlation_id,
    });
  });
  return { workflow_id: workflow.workflow_id, workflow_type, state: workflow.state };
}

/** Cancels one workflow of a project, or all that can still go on. */
export async function workflowCancel(command: WorkflowCancel, context: Ctx): Promise<void> {
  const { project_id, workflow_id, requested_by, reason } = command.data;
  await context.transaction(async (tx) => {
    await tx.store.logMessage(toJournal("command", command));
    for (const workflow of await tx.store.lockOpenWorkflows(project_id)) {
      if (workflow_id !== undefined && workflow.workflow_id !== workflow_id) continue;
      await cancelWorkflow(tx, workflow, requested_by, reason);
    }
  });
}
