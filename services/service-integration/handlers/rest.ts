import type { ServiceIntegrationHandlers } from "@berrys/platform/services/service-integration";
import { pageOf, positionOfCursor } from "@berrys/runtime/page";
import { v7 as uuidv7 } from "uuid";
import { toOperation, toStep, toWorkflow } from "../resources.ts";
import type { Store, WorkflowRow } from "../store.ts";
import {
  actorOf,
  type Ctx,
  cancelWorkflow,
  pauseWorkflow,
  resumeWorkflow,
  startWorkflow,
  type Tx,
} from "../workflows.ts";
import { webhooks } from "./webhooks.ts";

/** REST: workflows, the operations that they are to their callers, the journal, webhooks. */
export const rest: ServiceIntegrationHandlers<Store>["rest"] = {
  ...webhooks,

  listWorkflows: async ({ query: { limit, cursor, state, project_id } }, { store }) => {
    const page = { limit, after: positionOfCursor(cursor), state, projectId: project_id };
    const rows = await store.listWorkflows(page);
    const { items, nextCursor } = pageOf(rows, limit, (workflow) => workflow.workflow_id);
    const steps = await store.stepsOfAll(items.map((workflow) => workflow.workflow_id));
    const stepsOf = ({ workflow_id }: WorkflowRow) =>
      steps.filter((step) => step.workflow_id === workflow_id);
    return { items: items.map((item) => toWorkflow(item, stepsOf(item))), nextCursor };
  },

  startWorkflow: async ({ body }, context) => {
    const workflow = await context.transaction((tx) =>
      startWorkflow(tx, {
        workflowId: uuidv7(),
        workflowType: body.workflow_type,
        projectId: body.project_id ?? null,
        initiatedBy: actorOf(context),
        context: body.context ?? {},
        correlationId: context.correlationId,
      }),
    );
    return toOperation(workflow, await context.store.steps(workflow.workflow_id));
  },

  getWorkflow: async ({ params }, { store }) =>
    toWorkflow(await store.workflow(params.workflow_id), await store.steps(params.workflow_id)),

  listWorkflowSteps: async ({ params, query: { limit, cursor } }, { store }) => {
    await store.workflow(params.workflow_id);
    const all = await store.steps(params.workflow_id);
    const after = positionOfCursor(cursor);
    const rest = all.slice(all.findIndex((step) => step.step_id === after) + 1);
    const { items, nextCursor } = pageOf(rest, limit, (step) => step.step_id);
    return { items: items.map(toStep), nextCursor };
  },

  cancelWorkflow: ({ params, body }, context) =>
    change(context, params.workflow_id, (tx, workflow) =>
      cancelWorkflow(tx, workflow, actorOf(context), body?.reason),
    ),

  pauseWorkflow: ({ params, body }, context) =>
    change(context, params.workflow_id, (tx, workflow) =>
      pauseWorkflow(tx, workflow, actorOf(context), body?.reason),
    ),

  resumeWorkflow: ({ params }, context) =>
    change(context, params.workflow_id, (tx, workflow) =>
      resumeWorkflow(tx, workflow, actorOf(context)),
    ),

  getOperation: async ({ params: { operation_id } }, { store }) =>
    toOperation(await store.workflow(operation_id), await store.steps(operation_id)),

  listCorrelationMessages: async ({ params, query: { limit, cursor, type } }, { store }) => {
    const page = { limit, after: positionOfCursor(cursor), type };
    const rows = await store.messagesOf(params.correlation_id, page);
    return pageOf(rows, limit, (message) => message.id);
  },
};

async function change(
  context: Ctx,
  workflowId: string,
  work: (tx: Tx, workflow: WorkflowRow) => Promise<WorkflowRow>,
) {
  return context.transaction(async (tx) => {
    const changed = await work(tx, await tx.store.lockWorkflow(workflowId));
    return toWorkflow(changed, await tx.store.steps(workflowId));
  });
}
