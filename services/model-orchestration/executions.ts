import { checkModelExecuteData, type ModelExecuteData } from "@berrys/platform/commands/model";
import type { ModelExecution } from "@berrys/platform/schemas/model";
import type {
  ModelOrchestrationContext,
  ModelOrchestrationPublisher,
  ModelOrchestrationSender,
} from "@berrys/platform/services/model-orchestration";
import type { Transaction } from "@berrys/runtime/context";
import { now } from "@berrys/runtime/database/columns";
import { BerrysError, errorTraits } from "@berrys/runtime/errors";
import { violationsOf } from "@berrys/runtime/violation";
import { v7 as uuidv7 } from "uuid";
import type { ErrorDetail } from "./schema.ts";
import type { ExecutionRow, Store } from "./store.ts";

export type Ctx = ModelOrchestrationContext<Store>;
export type Tx = Transaction<Store, ModelOrchestrationPublisher, ModelOrchestrationSender>;

/** What is asked for, however it came in. */
export type Order = ModelExecuteData;

/** Refuses an order that the contract of `model.execute` would refuse. */
export function checkOrder(order: Order): void {
  const violations = violationsOf(checkModelExecuteData, order);
  const [first] = violations;
  if (first === undefined) return;
  throw new BerrysError(
    "invalid_argument",
    `\`${first.pointer.slice(1)}\` must be ${first.expected}, got ${first.got}`,
    { details: { violations } },
  );
}

/** The execution before anything of it has run. */
export function newExecution(
  order: Order,
  modelId: string,
  { detached }: { readonly detached: boolean },
): ExecutionRow {
  return {
    execution_id: order.execution_id,
    model_id: modelId,
    project_id: order.project_id ?? null,
    agent_id: order.agent_id ?? null,
    task_id: order.task_id ?? null,
    execution_type: order.execution_type,
    status: "requested",
    prompt: order.prompt,
    inputs: order.inputs ?? {},
    parameters: order.parameters ?? {},
    output: null,
    result: null,
    token_usage: null,
    execution_time_ms: null,
    error: null,
    created_at: now(),
    completed_at: null,
    detached,
    position: uuidv7(),
    partial_output: "",
    lease_owner: null,
    lease_until: null,
  };
}

/** The order behind an execution that is stored. */
export function orderOf(row: ExecutionRow): Order {
  const { execution_id, execution_type, prompt, inputs, parameters, model_id } = row;
  const { project_id, agent_id, task_id } = row;
  return {
    ...{ execution_id, execution_type, prompt, inputs, parameters, model_id },
    ...(project_id === null ? {} : { project_id }),
    ...(agent_id === null ? {} : { agent_id }),
    ...(task_id === null ? {} : { task_id }),
  };
}

/** The resource of the contracts. */
export function toResource(row: ExecutionRow): ModelExecution {
  const {
    detached: _detached,
    position: _position,
    partial_output: _partial,
    lease_owner: _owner,
    lease_until: _until,
    ...resource
  } = row;
  return resource;
}

/** What the events of an execution share. */
export function factsOf(execution: ExecutionRow) {
  const { execution_id, model_id, execution_type, status, project_id, agent_id, task_id } =
    execution;
  return {
    execution_id,
    root_id: project_id ?? execution_id,
    model_id,
    execution_type,
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
    message: message.slice(0, 2000) || "The model broke",
    retryable: errorTraits[code].retryable,
  };
}
