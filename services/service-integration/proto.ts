import {
  type CorrelatedMessage,
  CorrelatedMessageSchema,
  MessageKind,
  StepStatus,
  type Workflow,
  WorkflowSchema,
  WorkflowState,
} from "@berrys/platform/rpc/berrys/workflows/v1/workflows_pb";
import { create, type JsonObject } from "@bufbuild/protobuf";
import { type Timestamp, timestampFromDate } from "@bufbuild/protobuf/wkt";
import { toWorkflow } from "./resources.ts";
import type { StepState } from "./schema.ts";
import type { WorkflowState as WorkflowStateName } from "./state-machine.ts";
import type { MessageRow, StepRow, WorkflowRow } from "./store.ts";

const states: Readonly<Record<WorkflowStateName, WorkflowState>> = {
  pending: WorkflowState.PENDING,
  running: WorkflowState.RUNNING,
  paused: WorkflowState.PAUSED,
  completed: WorkflowState.COMPLETED,
  failed: WorkflowState.FAILED,
  compensating: WorkflowState.COMPENSATING,
  compensated: WorkflowState.COMPENSATED,
  compensation_failed: WorkflowState.COMPENSATION_FAILED,
  cancelled: WorkflowState.CANCELLED,
};

const stepStatuses: Readonly<Record<StepState, StepStatus>> = {
  pending: StepStatus.PENDING,
  running: StepStatus.RUNNING,
  completed: StepStatus.COMPLETED,
  failed: StepStatus.FAILED,
  compensated: StepStatus.COMPENSATED,
  skipped: StepStatus.SKIPPED,
};

/** The RPC message behind a row and the rows of its steps. */
export function workflowToProto(row: WorkflowRow, steps: readonly StepRow[]): Workflow {
  const workflow = toWorkflow(row, steps);
  return create(WorkflowSchema, {
    workflowId: row.workflow_id,
    workflowType: row.workflow_type,
    initiatedBy: row.initiated_by,
    context: row.context as JsonObject,
    state: states[row.state],
    steps: steps.map(stepToProto),
    stepsTotal: workflow.steps_total,
    stepsCompleted: workflow.steps_completed,
    stepsFailed: workflow.steps_failed,
    correlationId: row.correlation_id,
    createdAt: timestamp(row.created_at),
    updatedAt: timestamp(row.updated_at),
    ...(row.project_id === null ? {} : { projectId: row.project_id }),
    ...(workflow.current_step === null ? {} : { currentStep: workflow.current_step }),
    ...(row.error === null ? {} : { error: toProtoError(row.error) }),
    ...(row.completed_at === null ? {} : { completedAt: timestamp(row.completed_at) }),
  });
}

function toProtoError({ details, ...error }: NonNullable<WorkflowRow["error"]>) {
  return { ...error, ...(details === undefined ? {} : { details: details as JsonObject }) };
}

function stepToProto(step: StepRow) {
  return {
    stepName: step.name,
    service: step.service,
    status: stepStatuses[step.state],
    ...(step.output === null ? {} : { output: step.output as JsonObject }),
    ...(step.error === null ? {} : { error: step.error.message }),
    ...(step.started_at === null ? {} : { startedAt: timestamp(step.started_at) }),
    ...(step.completed_at === null ? {} : { completedAt: timestamp(step.completed_at) }),
  };
}

export function messageToProto(row: MessageRow): CorrelatedMessage {
  return create(CorrelatedMessageSchema, {
    id: row.id,
    kind: row.kind === "event" ? MessageKind.EVENT : MessageKind.COMMAND,
    type: row.type,
    source: row.source,
    timestamp: timestamp(row.timestamp),
    correlationId: row.correlation_id,
    data: row.data as JsonObject,
    ...(row.causation_id === null ? {} : { causationId: row.causation_id }),
  });
}

function timestamp(instant: string): Timestamp {
  return timestampFromDate(new Date(instant));
}
