import {
  type ExecuteToolRequest,
  type Tool,
  type ToolExecution,
  ToolExecutionSchema,
  ToolExecutionStatus,
  ToolSchema,
  ToolState,
} from "@berrys/platform/rpc/berrys/tools/v1/tools_pb";
import { create, type JsonObject } from "@bufbuild/protobuf";
import { durationFromMs, timestampFromDate } from "@bufbuild/protobuf/wkt";
import { v7 as uuidv7 } from "uuid";
import type { Order } from "./executions.ts";
import type { ExecutionRow, ToolRow } from "./store.ts";

const statuses = {
  requested: ToolExecutionStatus.REQUESTED,
  running: ToolExecutionStatus.RUNNING,
  completed: ToolExecutionStatus.COMPLETED,
  failed: ToolExecutionStatus.FAILED,
  cancelled: ToolExecutionStatus.CANCELLED,
};

const toolStates = { active: ToolState.ACTIVE, inactive: ToolState.INACTIVE };

/** State of the other contracts behind one of the RPC contract; undefined for UNSPECIFIED. */
export function fromProtoState(state: ToolState): ToolRow["state"] | undefined {
  return (["active", "inactive"] as const).find((name) => toolStates[name] === state);
}

/** The order in a call; nothing is checked here. */
export function fromProto(request: ExecuteToolRequest, toolId: string): Order {
  const { executionId, parameters, projectId, agentId, taskId } = request;
  return {
    execution_id: executionId === "" ? uuidv7() : executionId,
    tool_id: toolId,
    parameters: parameters ?? {},
    ...(projectId === undefined ? {} : { project_id: projectId }),
    ...(agentId === undefined ? {} : { agent_id: agentId }),
    ...(taskId === undefined ? {} : { task_id: taskId }),
  };
}

export function toProto(row: ExecutionRow): ToolExecution {
  return create(ToolExecutionSchema, {
    executionId: row.execution_id,
    toolId: row.tool_id,
    toolVersion: row.tool_version,
    parameters: row.parameters as JsonObject,
    status: statuses[row.status],
    createdAt: timestampFromDate(new Date(row.created_at)),
    ...(row.project_id === null ? {} : { projectId: row.project_id }),
    ...(row.agent_id === null ? {} : { agentId: row.agent_id }),
    ...(row.task_id === null ? {} : { taskId: row.task_id }),
    ...(row.result === null ? {} : { result: row.result as JsonObject }),
    ...(row.error === null ? {} : { error: row.error }),
    ...(row.execution_time_ms === null
      ? {}
      : { executionTime: durationFromMs(row.execution_time_ms) }),
    ...(row.started_at === null ? {} : { startedAt: timestampFromDate(new Date(row.started_at)) }),
    ...(row.completed_at === null
      ? {}
      : { completedAt: timestampFromDate(new Date(row.completed_at)) }),
  });
}

export function toolToProto(row: ToolRow): Tool {
  return create(ToolSchema, {
    toolId: row.tool_id,
    name: row.name,
    description: row.description,
    capabilities: [...row.capabilities],
    version: row.version,
    parametersSchema: row.parameters_schema as JsonObject,
    resultSchema: row.result_schema as JsonObject,
    limits: { timeout: durationFromMs(row.limits.timeout_ms), memoryMb: row.limits.memory_mb },
    state: toolStates[row.state],
    createdAt: timestampFromDate(new Date(row.created_at)),
    updatedAt: timestampFromDate(new Date(row.updated_at)),
  });
}
