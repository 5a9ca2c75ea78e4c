import type { WorkflowEvent } from "@berrys/platform/events/workflow";
import { compensate, runStep } from "../run-step.ts";
import type { Ctx } from "../workflows.ts";
import { logged } from "./log.ts";

/** Workflow events are our own: a step that started is run, a compensation that began is done. */
export async function workflowEvents(event: WorkflowEvent, context: Ctx): Promise<void> {
  switch (event.type) {
    case "workflow.step_started": {
      const { workflow_id, step_id } = event.data;
      return logged(event, context, await runStep(workflow_id, step_id, context));
    }
    case "workflow.compensating":
      return logged(event, context, await compensate(event.data.workflow_id, context));
    case "workflow.resumed":
      return logged(event, context, await resumeStep(event.data.workflow_id, context));
    default:
      return logged(event, context);
  }
}

/** The step that was held back while the workflow was paused. */
async function resumeStep(workflowId: string, context: Ctx) {
  const running = (await context.store.steps(workflowId)).find((step) => step.state === "running");
  return running === undefined ? async () => {} : runStep(workflowId, running.step_id, context);
}
