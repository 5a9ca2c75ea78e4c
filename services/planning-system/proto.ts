import {
  type CreatePlanRequest,
  type Plan,
  PlanSchema,
  PlanState,
  type Task,
  TaskPriority,
  TaskSchema,
  TaskState,
} from "@berrys/platform/rpc/berrys/planning/v1/planning_pb";
import { create, type JsonObject } from "@bufbuild/protobuf";
import {
  durationFromMs,
  type Timestamp,
  timestampDate,
  timestampFromDate,
} from "@bufbuild/protobuf/wkt";
import type { PlanOrder } from "./create-plan.ts";
import type { TaskState as TaskStateName } from "./state-machine.ts";
import type { PlanRow, TaskRow } from "./store.ts";
import { estimatedDurationMs } from "./tasks.ts";

const taskStates: Readonly<Record<TaskStateName, TaskState>> = {
  pending: TaskState.PENDING,
  ready: TaskState.READY,
  assigned: TaskState.ASSIGNED,
  in_progress: TaskState.IN_PROGRESS,
  completed: TaskState.COMPLETED,
  failed: TaskState.FAILED,
  cancelled: TaskState.CANCELLED,
};

const planStates: Readonly<Record<PlanRow["state"], PlanState>> = {
  in_review: PlanState.IN_REVIEW,
  approved: PlanState.APPROVED,
  rejected: PlanState.REJECTED,
  superseded: PlanState.REJECTED,
};

const priorities = {
  low: TaskPriority.LOW,
  normal: TaskPriority.NORMAL,
  high: TaskPriority.HIGH,
  critical: TaskPriority.CRITICAL,
} as const;

/** Undefined for UNSPECIFIED: any state. */
export function fromProtoState(state: TaskState): TaskStateName | undefined {
  return (Object.keys(taskStates) as TaskStateName[]).find((name) => taskStates[name] === state);
}

export function toOrder(request: CreatePlanRequest): PlanOrder {
  const deadline = request.constraints?.deadline;
  return {
    projectId: request.projectId,
    revision: Math.max(request.revision, 1),
    name: request.name,
    description: request.description,
    objectives: request.objectives,
    dataSources: request.requirements?.dataSources ?? [],
    deliverables: request.requirements?.deliverables ?? [],
    outputFormats: request.preferences?.outputFormats ?? [],
    deadline: deadline === undefined ? null : timestampDate(deadline).toISOString(),
    feedback: request.feedback,
  };
}

export function toProtoPlan(plan: PlanRow, tasks: readonly TaskRow[]): Plan {
  return create(PlanSchema, {
    planId: plan.plan_id,
    projectId: plan.project_id,
    revision: plan.revision,
    state: planStates[plan.state],
    summary: plan.summary,
    tasks: tasks.map(toProtoTask),
    estimatedDuration: durationFromMs(estimatedDurationMs(tasks)),
    createdAt: at(plan.created_at),
    updatedAt: at(plan.updated_at),
  });
}

export function toProtoTask(task: TaskRow): Task {
  return create(TaskSchema, {
    taskId: task.task_id,
    projectId: task.project_id,
    planId: task.plan_id,
    title: task.title,
    description: task.description,
    taskType: task.task_type,
    priority: priorities[task.priority],
    requiredCapabilities: [...task.required_capabilities],
    dependencies: [...task.dependencies],
    state: taskStates[task.state],
    attempt: task.attempt,
    maxAttempts: task.max_attempts,
    progressPercent: task.progress_percent,
    createdAt: at(task.created_at),
    updatedAt: at(task.updated_at),
    ...(task.parent_task_id === null ? {} : { parentTaskId: task.parent_task_id }),
    ...(task.deadline === null ? {} : { deadline: at(task.deadline) }),
    ...(task.estimated_duration_ms === null
      ? {}
      : { estimatedDuration: durationFromMs(task.estimated_duration_ms) }),
    ...(task.agent_id === null ? {} : { agentId: task.agent_id }),
    // A result came as JSON and holds nothing else.
    ...(task.result === null ? {} : { result: task.result as unknown as JsonObject }),
    ...(task.error === null ? {} : { error: toProtoError(task.error) }),
    ...(task.started_at === null ? {} : { startedAt: at(task.started_at) }),
    ...(task.completed_at === null ? {} : { completedAt: at(task.completed_at) }),
  });
}

function toProtoError({ details, ...error }: NonNullable<TaskRow["error"]>) {
  return { ...error, ...(details === undefined ? {} : { details: details as JsonObject }) };
}

function at(instant: string): Timestamp {
  return timestampFromDate(new Date(instant));
}
