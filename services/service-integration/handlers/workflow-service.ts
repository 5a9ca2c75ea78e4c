import { StepStatus } from "@berrys/platform/rpc/berrys/workflows/v1/workflows_pb";
import type { ServiceIntegrationHandlers } from "@berrys/platform/services/service-integration";
import { BerrysError } from "@berrys/runtime/errors";
import { pageOf, positionOfCursor } from "@berrys/runtime/page";
import { isUuid } from "@berrys/runtime/v1";
import { v7 as uuidv7 } from "uuid";
import { messageToProto, workflowToProto } from "../proto.ts";
import { reportStep } from "../report-step.ts";
import type { Store } from "../store.ts";
import { actorOf, cancelWorkflow, startWorkflow } from "../workflows.ts";

const defaultLimit = 50;
const maxLimit = 200;

/** RPC: workflows and the journal for other services. */
export const workflowService: ServiceIntegrationHandlers<Store>["rpc"]["workflowService"] = {
  startWorkflow: (request, context) =>
    context.transaction(async (tx) => {
      const { workflowId, projectId, initiatedBy } = request;
      const workflow = await startWorkflow(tx, {
        workflowId: workflowId === "" ? uuidv7() : uuid("workflow_id", workflowId),
        workflowType: request.workflowType,
        projectId: projectId === undefined ? null : uuid("project_id", projectId),
        initiatedBy: initiatedBy === "" ? actorOf(context) : initiatedBy,
        context: request.context ?? {},
        correlationId: context.correlationId,
      });
      return { workflow: workflowToProto(workflow, await tx.store.steps(workflow.workflow_id)) };
    }),

  getWorkflow: async ({ workflowId }, { store }) => {
    const workflow = await store.workflow(uuid("workflow_id", workflowId));
    return { workflow: workflowToProto(workflow, await store.steps(workflowId)) };
  },

  reportStep: ({ workflowId, stepName, status, output, error }, context) =>
    context.transaction(async (tx) => {
      const workflow = await tx.store.lockWorkflow(uuid("workflow_id", workflowId));
      if (status !== StepStatus.COMPLETED && status !== StepStatus.FAILED) {
        throw new BerrysError(
          "invalid_argument",
          "`status` must be STEP_STATUS_COMPLETED or STEP_STATUS_FAILED",
        );
      }
      const changed = await reportStep(
        tx,
        workflow,
        stepName,
        status === StepStatus.COMPLETED
          ? { status: "completed", output: output ?? {} }
          : { status: "failed", error },
      );
      return { workflow: workflowToProto(changed, await tx.store.steps(workflowId)) };
    }),

  cancelWorkflow: ({ workflowId, reason }, context) =>
    context.transaction(async (tx) => {
      const workflow = await tx.store.lockWorkflow(uuid("workflow_id", workflowId));
      const why = reason === "" ? undefined : reason;
      const cancelled = await cancelWorkflow(tx, workflow, actorOf(context), why);
      return { workflow: workflowToProto(cancelled, await tx.store.steps(workflowId)) };
    }),

  listMessagesByCorrelation: async ({ correlationId, limit, cursor }, { store }) => {
    const size = Math.min(limit > 0 ? limit : defaultLimit, maxLimit);
    const after = positionOfCursor(cursor === "" ? undefined : cursor);
    const rows = await store.messagesOf(correlationId, { limit: size, after });
    const { items, nextCursor } = pageOf(rows, size, (message) => message.id);
    return { messages: items.map(messageToProto), nextCursor: nextCursor ?? "" };
  },
};

function uuid(field: string, value: string): string {
  if (isUuid(value)) return value;
  throw new BerrysError("invalid_argument", `\`${field}\` must be a UUID, got \`${value}\``);
}
