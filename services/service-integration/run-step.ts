import { BerrysError, errorTraits } from "@berrys/runtime/errors";
import { definitionOf } from "./definitions.ts";
import type { StepRow, WorkflowRow } from "./store.ts";
import {
  type Ctx,
  completeStep,
  failCompensation,
  failWorkflow,
  finishCompensation,
  type Tx,
} from "./workflows.ts";

/** What a handler does in its transaction, decided by calls that were made before it. */
export type Decision = (tx: Tx) => Promise<void>;

const nothing: Decision = async () => {};

/**
 * Does the work of the running step, if it has any. What may pass is thrown, so that the event is tried again;
 * what will not pass fails the workflow.
 */
export async function runStep(workflowId: string, stepId: string, context: Ctx): Promise<Decision> {
  const workflow = await context.store.workflow(workflowId);
  const step = (await context.store.steps(workflowId)).find(
    (candidate) => candidate.step_id === stepId,
  );
  const run = step && definitionOf(workflow.workflow_type)[step.position - 1]?.run;
  if (
    step === undefined ||
    run === undefined ||
    step.state !== "running" ||
    workflow.state !== "running"
  )
    return nothing;
  const outcome = await attempt(() => run(workflow, context));
  return async (tx) => {
    const current = await tx.store.lockWorkflow(workflowId);
    const now = await currentStep(tx, step);
    if (current.state !== "running" || now?.state !== "running") return;
    if (outcome instanceof BerrysError) {
      await failWorkflow(tx, current, {
        code: outcome.code,
        message: outcome.message.slice(0, 2000),
        retryable: false,
      });
    } else await completeStep(tx, current, step, outcome);
  };
}

/** Undoes completed steps, the last first. What will not pass ends it; what was undone until then stays undone. */
export async function compensate(workflowId: string, context: Ctx): Promise<Decision> {
  const workflow: WorkflowRow = await context.store.workflow(workflowId);
  if (workflow.state !== "compensating") return nothing;
  const definition = definitionOf(workflow.workflow_type);
  const undone: StepRow[] = [];
  for (const step of (await context.store.steps(workflowId)).reverse()) {
    const undo = definition[step.position - 1]?.compensate;
    if (step.state !== "completed" || undo === undefined) continue;
    const outcome = await attempt(() => undo(workflow, context));
    if (outcome instanceof BerrysError)
      return compensationFailed(workflowId, undone, step, outcome);
    undone.push(step);
  }
  return async (tx) => {
    const current = await tx.store.lockWorkflow(workflowId);
    if (current.state === "compensating") await finishCompensation(tx, current, undone);
  };
}

function compensationFailed(
  workflowId: string,
  undone: readonly StepRow[],
  step: StepRow,
  { code, message }: BerrysError,
): Decision {
  return async (tx) => {
    const current = await tx.store.lockWorkflow(workflowId);
    if (current.state !== "compensating") return;
    const first = current.error?.message ?? "The workflow failed";
    const whole = `${first}; and \`${step.name}\` could not be undone: ${message}`.slice(0, 2000);
    const error = { code, message: whole, retryable: false };
    await failCompensation(tx, current, undone, error);
  };
}

async function attempt<Result>(work: () => Promise<Result>): Promise<Result | BerrysError> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BerrysError && !errorTraits[error.code].retryable) return error;
    throw error;
  }
}

async function currentStep(tx: Tx, step: StepRow): Promise<StepRow | undefined> {
  return (await tx.store.steps(step.workflow_id)).find(({ step_id }) => step_id === step.step_id);
}
