import type { LongOperation, OperationStatus } from "@berrys/platform/schemas/operations";
import type { Webhook, WebhookDelivery } from "@berrys/platform/schemas/webhooks";
import type { Workflow, WorkflowStep } from "@berrys/platform/schemas/workflow";
import type { WorkflowState } from "./state-machine.ts";
import type { StepRow, WorkflowRow } from "./store.ts";
import type { DeliveryRow, WebhookRow } from "./webhooks/store.ts";
import { countsOf } from "./workflows.ts";

/** The resource behind a row and the rows of its steps. */
export function toWorkflow(row: WorkflowRow, steps: readonly StepRow[]): Workflow {
  return {
    ...row,
    current_step: steps.find((step) => step.state === "running")?.name ?? null,
    steps_total: steps.length,
    ...countsOf(steps),
  };
}

export function toStep({ service: _service, ...step }: StepRow): WorkflowStep {
  return step;
}

/** A failed workflow is still at work until its steps are undone; only then the operation has failed. */
const statuses: Readonly<Record<WorkflowState, OperationStatus>> = {
  pending: "pending",
  running: "running",
  paused: "running",
  failed: "running",
  compensating: "running",
  completed: "succeeded",
  compensated: "failed",
  compensation_failed: "failed",
  cancelled: "cancelled",
};

/** The request that started a workflow, seen as a long-running operation. */
export function toOperation(row: WorkflowRow, steps: readonly StepRow[]): LongOperation {
  const { workflow_id, workflow_type, created_at, updated_at, completed_at } = row;
  const status = statuses[row.state];
  const share = steps.length === 0 ? 1 : countsOf(steps).steps_completed / steps.length;
  return {
    operation_id: workflow_id,
    kind: workflow_type,
    status,
    percent: Math.round(share * 1000) / 10,
    resource: `/workflows/${workflow_id}`,
    error: status === "failed" ? row.error : null,
    created_at,
    updated_at,
    completed_at,
  };
}

/** Everything but the secret. */
export function toWebhook({ secret: _secret, ...webhook }: WebhookRow): Webhook {
  return webhook;
}

export function toDelivery(row: DeliveryRow): WebhookDelivery {
  const { body: _body, attempts_allowed: _allowed, ...delivery } = row;
  return delivery;
}
