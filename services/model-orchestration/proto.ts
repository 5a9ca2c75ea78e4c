import {
  type ExecuteRequest,
  type Execution,
  ExecutionSchema,
  ExecutionStatus,
  type Model,
  ModelSchema,
  ModelState,
} from "@berrys/platform/rpc/berrys/models/v1/models_pb";
import { create, type JsonObject } from "@bufbuild/protobuf";
import { durationFromMs, timestampFromDate } from "@bufbuild/protobuf/wkt";
import { v7 as uuidv7 } from "uuid";
import type { Order } from "./executions.ts";
import type { ExecutionRow, ModelRow } from "./store.ts";

const statuses = {
  requested: ExecutionStatus.REQUESTED,
  running: ExecutionStatus.RUNNING,
  completed: ExecutionStatus.COMPLETED,
  failed: ExecutionStatus.FAILED,
  cancelled: ExecutionStatus.CANCELLED,
};

const modelStates = { active: ModelState.ACTIVE, inactive: ModelState.INACTIVE };

/** The order in a call; nothing is checked here. */
export function fromProto(request: ExecuteRequest): Order {
  const { executionId, modelId, inputs, parameters, projectId, agentId, taskId } = request;
  return {
    execution_id: executionId === "" ? uuidv7() : executionId,
    // A kind that does not exist is refused with the rest of the order.
    execution_type: request.executionType as Order["execution_type"],
    prompt: request.prompt,
    ...(modelId === "" ? {} : { model_id: modelId }),
    ...(inputs === undefined ? {} : { inputs }),
    ...(parameters === undefined ? {} : { parameters }),
    ...(projectId === undefined ? {} : { project_id: projectId }),
    ...(agentId === undefined ? {} : { agent_id: agentId }),
    ...(taskId === undefined ? {} : { task_id: taskId }),
  };
}

export function toProto(row: ExecutionRow): Execution {
  return create(ExecutionSchema, {
    executionId: row.execution_id,
    modelId: row.model_id,
    executionType: row.execution_type,
    status: statuses[row.status],
    createdAt: timestampFromDate(new Date(row.created_at)),
    ...(row.project_id === null ? {} : { projectId: row.project_id }),
    ...(row.agent_id === null ? {} : { agentId: row.agent_id }),
    ...(row.task_id === null ? {} : { taskId: row.task_id }),
    ...(row.output === null ? {} : { output: row.output }),
    ...(row.result === null ? {} : { result: row.result as JsonObject }),
    ...(row.error === null ? {} : { error: row.error }),
    ...(row.execution_time_ms === null
      ? {}
      : { executionTime: durationFromMs(row.execution_time_ms) }),
    ...(row.completed_at === null
      ? {}
      : { completedAt: timestampFromDate(new Date(row.completed_at)) }),
    ...(row.token_usage === null
      ? {}
      : {
          tokenUsage: {
            promptTokens: row.token_usage.prompt_tokens,
            completionTokens: row.token_usage.completion_tokens,
            totalTokens: row.token_usage.total_tokens,
          },
        }),
  });
}

export function modelToProto(row: ModelRow): Model {
  return create(ModelSchema, {
    modelId: row.model_id,
    name: row.name,
    provider: row.provider,
    executionTypes: [...row.execution_types],
    contextTokens: row.context_tokens,
    streaming: row.streaming,
    state: modelStates[row.state],
    description: row.description,
    costPer1kTokens: row.cost_per_1k_tokens,
    createdAt: timestampFromDate(new Date(row.created_at)),
    updatedAt: timestampFromDate(new Date(row.updated_at)),
  });
}
