import type { ProjectEvent } from "@berrys/platform/events/project";
import type { ErrorDetail } from "@berrys/platform/schemas/common";
import type {
  ServiceIntegrationContext,
  ServiceIntegrationPublisher,
  ServiceIntegrationSender,
} from "@berrys/platform/services/service-integration";
import type { Transaction } from "@berrys/runtime/context";
import { now } from "@berrys/runtime/database/columns";
import { v7 as uuidv7 } from "uuid";
import { assertStartable, definitionOf } from "./definitions.ts";
import type { JsonObject } from "./schema.ts";
import { type WorkflowState, workflowStates } from "./state-machine.ts";
import type { MessageRow, StepRow, Store, WorkflowRow } from "./store.ts";

export type Ctx = ServiceIntegrationContext<Store>;
export type Tx = Transaction<Store, ServiceIntegrationPublisher, ServiceIntegrationSender>;

export interface WorkflowOrder {
  readonly workflowId: string;
  readonly workflowType: string;
  readonly projectId: string | null;
  readonly initiatedBy: string;
  readonly context: JsonObject;
  readonly correlationId: string;
}

/** Starts a workflow; asking again with the same id gives the one that is there. */
export async function startWorkflow(tx: Tx, order: WorkflowOrder): Promise<WorkflowRow> {
  assertStartable(order.workflowType, order.projectId);
  const definition = definitionOf(order.workflowType);
  const at = now();
  const workflow: WorkflowRow = {
    workflow_id: order.workflowId,
    workflow_type: order.workflowType,
    project_id: order.projectId,
    initiated_by: order.initiatedBy,
    state: "running",
    context: order.context,
    correlation_id: order.correlationId,
    error: null,
    created_at: at,
    updated_at: at,
    completed_at: null,
  };
  const rows = definition.map(
    ({ name, service }, index): StepRow => ({
      step_id: uuidv7(),
      workflow_id: order.workflowId,
      name,
      service,
      position: index + 1,
      state: "pending",
      attempts: 0,
      output: null,
      error: null,
      started_at: null,
      completed_at: null,
    }),
  );
  if (!(await tx.store.insertWorkflow(workflow, rows))) return tx.store.workflow(order.workflowId);
  await tx.publish.workflowStarted({
    ...factsOf(workflow),
    initiated_by: order.initiatedBy,
    context: order.context,
    steps_total: rows.length,
    started_at: at,
  });
  await startNextStep(tx, workflow);
  return tx.store.workflow(order.workflowId);
}

/** Starts the first step that is still pending; without one the workflow is completed. */
export async function startNextStep(tx: Tx, workflow: WorkflowRow): Promise<void> {
  const all = await tx.store.steps(workflow.workflow_id);
  const step = all.find((candidate) => candidate.state === "pending");
  if (step === undefined) return completeWorkflow(tx, workflow, all);
  const at = now();
  await tx.store.updateStep(step.step_id, { state: "running", attempts: 1, started_at: at });
  await tx.publish.workflowStepStarted({
    ...factsOf(workflow),
    ...stepFacts(step),
    started_at: at,
  });
  await catchUp(tx, workflow, step);
}

/** What a waiting step waits for may have happened before it began, or while the workflow was paused. */
async function catchUp(tx: Tx, workflow: WorkflowRow, step: StepRow): Promise<void> {
  const { completedBy } = definitionOf(workflow.workflow_type)[step.position - 1] ?? {};
  if (completedBy === undefined || workflow.project_id === null) return;
  const ends = [completedBy, "project.failed", "project.cancelled"];
  const past = await tx.store.firstOfProject(workflow.project_id, ends);
  if (past !== undefined) await followProject(tx, workflow, past as MessageRow & ProjectEvent);
}

/** What an event of its project means for an open workflow. */
export async function followProject(
  tx: Tx,
  workflow: WorkflowRow,
  event: ProjectEvent,
): Promise<void> {
  if (event.type === "project.failed") return failWorkflow(tx, workflow, event.data.error);
  if (event.type === "project.cancelled") {
    await cancelWorkflow(tx, workflow, event.data.cancelled_by, event.data.reason);
    return;
  }
  const { workflow_id, workflow_type, state } = workflow;
  const running = (await tx.store.steps(workflow_id)).find((step) => step.state === "running");
  if (running === undefined || state !== "running") return;
  const { completedBy } = definitionOf(workflow_type)[running.position - 1] ?? {};
  if (completedBy === event.type) await completeStep(tx, workflow, running, {});
}

/** Completes a running step and starts the next. */
export async function completeStep(
  tx: Tx,
  workflow: WorkflowRow,
  step: StepRow,
  output: JsonObject,
): Promise<void> {
  const at = now();
  await tx.store.updateStep(step.step_id, { state: "completed", output, completed_at: at });
  await tx.publish.workflowStepCompleted({
    ...factsOf(workflow),
    ...stepFacts(step),
    ...countsOf(await tx.store.steps(workflow.workflow_id)),
    output,
    completed_at: at,
  });
  await startNextStep(tx, workflow);
}

async function completeWorkflow(
  tx: Tx,
  workflow: WorkflowRow,
  all: readonly StepRow[],
): Promise<void> {
  const completed = await changeState(tx, workflow, "completed");
  await tx.publish.workflowCompleted({
    ...factsOf(completed),
    ...countsOf(all),
    initiated_by: workflow.initiated_by,
    completed_at: completed.updated_at,
  });
}

/** Fails the running step and the workflow, and begins to undo the steps before it. */
export async function failWorkflow(
  tx: Tx,
  workflow: WorkflowRow,
  error: ErrorDetail,
): Promise<void> {
  const all = await tx.store.steps(workflow.workflow_id);
  const running = all.find((step) => step.state === "running");
  const at = now();
  if (running !== undefined) {
    await tx.store.updateStep(running.step_id, { state: "failed", error, completed_at: at });
    await tx.publish.workflowStepFailed({
      ...factsOf(workflow),
      ...stepFacts(running),
      error,
      attempts: Math.max(running.attempts, 1),
      will_retry: false,
      failed_at: at,
    });
  }
  const failed = await changeState(tx, workflow, "failed", { error });
  const counts = countsOf(await tx.store.steps(workflow.workflow_id));
  await tx.publish.workflowFailed({
    ...factsOf(failed),
    ...counts,
    initiated_by: workflow.initiated_by,
    error,
    failed_at: at,
  });
  const compensating = await changeState(tx, failed, "compensating");
  await tx.publish.workflowCompensating({
    ...factsOf(compensating),
    steps_completed: counts.steps_completed,
    reason: error.message,
    started_at: at,
  });
}

/** Every step that had to be undone is undone. */
export async function finishCompensation(
  tx: Tx,
  workflow: WorkflowRow,
  undone: readonly StepRow[],
): Promise<void> {
  for (const step of undone) await tx.store.updateStep(step.step_id, { state: "compensated" });
  const compensated = await changeState(tx, workflow, "compensated");
  await tx.publish.workflowCompensated({
    ...factsOf(compensated),
    steps_compensated: undone.length,
    compensated_at: compensated.updated_at,
  });
}

/** A step could not be undone; what was undone before it stays undone, and a person has to look. */
export async function failCompensation(
  tx: Tx,
  workflow: WorkflowRow,
  undone: readonly StepRow[],
  error: ErrorDetail,
): Promise<void> {
  for (const step of undone) await tx.store.updateStep(step.step_id, { state: "compensated" });
  await changeState(tx, workflow, "compensation_failed", { error });
}

/** Stops a workflow at somebody's wish; one that is cancelled already stays as it is. */
export async function cancelWorkflow(
  tx: Tx,
  workflow: WorkflowRow,
  by: string,
  reason?: string,
): Promise<WorkflowRow> {
  if (workflow.state === "cancelled") return workflow;
  const cancelled = await changeState(tx, workflow, "cancelled");
  for (const step of await tx.store.steps(workflow.workflow_id)) {
    if (step.state === "pending" || step.state === "running") {
      await tx.store.updateStep(step.step_id, {
        state: "skipped",
        completed_at: cancelled.updated_at,
      });
    }
  }
  await tx.publish.workflowCancelled({
    ...factsOf(cancelled),
    cancelled_by: by,
    cancelled_at: cancelled.updated_at,
    ...(reason === undefined ? {} : { reason }),
  });
  return cancelled;
}

/** Begins no further step until it is resumed. */
export async function pauseWorkflow(
  tx: Tx,
  workflow: WorkflowRow,
  by: string,
  reason?: string,
): Promise<WorkflowRow> {
  const paused = await changeState(tx, workflow, "paused");
  await tx.publish.workflowPaused({
    ...factsOf(paused),
    paused_by: by,
    paused_at: paused.updated_at,
    ...(reason === undefined ? {} : { reason }),
  });
  return paused;
}

/** Goes on; a running step whose work was held back starts again. */
export async function resumeWorkflow(
  tx: Tx,
  workflow: WorkflowRow,
  by: string,
): Promise<WorkflowRow> {
  const running = await changeState(tx, workflow, "running");
  await tx.publish.workflowResumed({
    ...factsOf(running),
    resumed_by: by,
    resumed_at: running.updated_at,
  });
  const step = (await tx.store.steps(running.workflow_id)).find(({ state }) => state === "running");
  if (step !== undefined) await catchUp(tx, running, step);
  return tx.store.workflow(running.workflow_id);
}

async function changeState(
  tx: Tx,
  workflow: WorkflowRow,
  to: WorkflowState,
  changes: Partial<WorkflowRow> = {},
): Promise<WorkflowRow> {
  workflowStates.assert(workflow.state, to);
  const at = now();
  const ended = workflowStates.isFinal(to) ? { completed_at: at } : {};
  return tx.store.updateWorkflow(workflow.workflow_id, {
    ...changes,
    ...ended,
    state: to,
    updated_at: at,
  });
}

/** What every event of a workflow says. */
function factsOf<State extends WorkflowState>(
  workflow: Omit<WorkflowRow, "state"> & { readonly state: State },
) {
  return {
    workflow_id: workflow.workflow_id,
    root_id: workflow.project_id ?? workflow.workflow_id,
    workflow_type: workflow.workflow_type,
    state: workflow.state,
    ...(workflow.project_id === null ? {} : { project_id: workflow.project_id }),
  };
}

function stepFacts({ step_id, name, position }: StepRow) {
  return { step_id, step_name: name, position };
}

/** How many steps are done and how many failed. */
export function countsOf(all: readonly StepRow[]) {
  const count = (...states: readonly string[]): number =>
    all.filter((step) => states.includes(step.state)).length;
  return { steps_completed: count("completed", "compensated"), steps_failed: count("failed") };
}

/** Who asks, for the record. */
export function actorOf(context: Ctx): string {
  return context.principal?.id ?? "service-integration";
}
