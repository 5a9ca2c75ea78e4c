import { checkToolExecuteData, type ToolExecuteData } from "@berrys/platform/commands/tool";
import type { ToolExecution } from "@berrys/platform/schemas/tool";
import type {
  ToolIntegrationContext,
  ToolIntegrationPublisher,
  ToolIntegrationSender,
} from "@berrys/platform/services/tool-integration";
import type { Transaction } from "@berrys/runtime/context";
import { now } from "@berrys/runtime/database/columns";
import { BerrysError, errorTraits } from "@berrys/runtime/errors";
import { violationsOf } from "@berrys/runtime/violation";
import { v7 as uuidv7 } from "uuid";
import { parameterMistakes } from "./parameters.ts";
import type { ErrorDetail } from "./schema.ts";
import type { ExecutionRow, Store, ToolRow } from "./store.ts";

export type Ctx = ToolIntegrationContext<Store>;
export type Tx = Transaction<Store, ToolIntegrationPublisher, ToolIntegrationSender>;

/** What is asked for, however it came in. */
export type Order = ToolExecuteData;

/** Refuses an order that the contract of `tool.execute` would refuse. */
export function checkOrder(order: Order): void {
  const violations = violationsOf(checkToolExecuteData, order);
  const [first] = violations;
  if (first === undefined) return;
  throw new BerrysError(
    "invalid_argument",
    `\`${first.pointer.slice(1)}\` must be ${first.expected}, got ${first.got}`,
    { details: { violations } },
  );
}

/** Refuses a tool that is not active, and parameters that do not fit its schema. */
export function checkUse(tool: ToolRow, order: Order): void {
  if (tool.state !== "active") {
    throw new BerrysError("failed_precondition", `The tool ${tool.name} is ${tool.state}`);
  }
  const mistakes = parameterMistakes(tool.parameters_schema, order.parameters);
  if (mistakes.length === 0) return;
  throw new BerrysError(
    "invalid_argument",
    `The parameters do not fit the tool ${tool.name}: ${mistakes.join("; ")}`,
    { details: { mistakes } },
  );
}

/** The execution before anything of it has run. */
export function newExecution(order: Order, tool: ToolRow): ExecutionRow {
  return {
    execution_id: order.execution_id,
    tool_id: tool.tool_id,
    tool_version: tool.version,
    project_id: order.project_id ?? null,
    agent_id: order.agent_id ?? null,
    task_id: order.task_id ?? null,
    parameters: order.parameters,
    status: "requested",
    execution_time_ms: null,
    result: null,
    error: null,
    created_at: now(),
    started_at: null,
    completed_at: null,
    credential_names: Object.keys(order.credentials ?? {}).sort(),
    position: uuidv7(),
    lease_owner: null,
    lease_until: null,
  };
}

/** The resource of the contracts. */
export function toResource(row: ExecutionRow): ToolExecution {
  const {
    credential_names: _names,
    position: _position,
    lease_owner: _owner,
    lease_until: _until,
    ...resource
  } = row;
  return resource;
}

/** What the events of an execution share. */
export function factsOf(execution: ExecutionRow, tool: ToolRow) {
  const { execution_id, tool_id, tool_version, status, project_id, agent_id, task_id } = execution;
  return {
    execution_id,
    root_id: project_id ?? execution_id,
    tool_id,
    tool_name: tool.name,
    tool_version,
    status,
    ...(project_id === null ? {} : { project_id }),
    ...(agent_id === null ? {} : { agent_id }),
    ...(task_id === null ? {} : { task_id }),
  };
}

/** A failure in the form of the contracts; what is no `BerrysError` keeps its message to itself. */
export function errorDetail(error: unknown): ErrorDetail {
  const { code, message } =
    error instanceof BerrysError ? error : { code: "internal" as const, message: "" };
  return {
    code,
    message: message.slice(0, 2000) || "The tool broke",
    retryable: errorTraits[code].retryable,
  };
}
