import type { ProjectEvent } from "@berrys/platform/events/project";
import { definitionOf } from "../definitions.ts";
import { type Ctx, cancelWorkflow, completeStep, failWorkflow, type Tx } from "../workflows.ts";
import { logged } from "./log.ts";

/** Project events move the workflows of their project. */
export function projectEvents(event: ProjectEvent, context: Ctx): Promise<void> {
  return logged(event, context, async (tx) => {
    for (const workflow of await tx.store.lockOpenWorkflows(event.data.project_id)) {
      switch (event.type) {
        case "project.failed":
          await failWorkflow(tx, workflow, event.data.error);
          break;
        case "project.cancelled":
          await cancelWorkflow(tx, workflow, event.data.cancelled_by, event.data.reason);
          break;
        default:
          await completeWaitingStep(tx, workflow.workflow_id, event.type);
      }
    }
  });
}

async function completeWaitingStep(tx: Tx, workflowId: string, type: string): Promise<void> {
  const workflow = await tx.store.workflow(workflowId);
  const running = (await tx.store.steps(workflowId)).find((step) => step.state === "running");
  if (running === undefined || workflow.state !== "running") return;
  const definition = definitionOf(workflow.workflow_type)[running.position - 1];
  if (definition?.completedBy === type) await completeStep(tx, workflow, running, {});
}
