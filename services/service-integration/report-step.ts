import { BerrysError } from "@berrys/runtime/errors";
import type { JsonObject } from "./schema.ts";
import type { StepRow, WorkflowRow } from "./store.ts";
import { completeStep, failWorkflow, type Tx } from "./workflows.ts";

/** How a step ended, as whoever did it tells. */
export type StepReport =
  | { readonly status: "completed"; readonly output: JsonObject }
  | { readonly status: "failed"; readonly error: string };

/** Takes a report about the running step of a locked workflow; a repeated one changes nothing. */
export async function reportStep(
  tx: Tx,
  workflow: WorkflowRow,
  name: string,
  report: StepReport,
): Promise<WorkflowRow> {
  const { workflow_id, state } = workflow;
  const step = (await tx.store.steps(workflow_id)).find((candidate) => candidate.name === name);
  if (step === undefined) {
    throw new BerrysError("not_found", `Workflow ${workflow_id} has no step \`${name}\``);
  }
  if (endedAs(step) === report.status) return workflow;
  if (state !== "running" || step.state !== "running") {
    throw new BerrysError(
      "failed_precondition",
      `Step \`${name}\` is ${step.state} in a workflow that is ${state}; expected both to be running`,
    );
  }
  if (report.status === "completed") await completeStep(tx, workflow, step, report.output);
  else {
    const message = (report.error || `Step \`${name}\` failed`).slice(0, 2000);
    await failWorkflow(tx, workflow, { code: "unknown", message, retryable: false });
  }
  return tx.store.workflow(workflow_id);
}

/** A step that was undone had been completed. */
function endedAs({ state }: StepRow): string {
  return state === "compensated" ? "completed" : state;
}
