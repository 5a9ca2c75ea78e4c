import type { ModelOrchestrationHandlers } from "@berrys/platform/services/model-orchestration";
import { BerrysError } from "@berrys/runtime/errors";
import { pageOf, positionOfCursor } from "@berrys/runtime/page";
import { v7 as uuidv7 } from "uuid";
import { watch } from "../execute.ts";
import { factsOf, newExecution, toResource } from "../executions.ts";
import { changeModel, registerModel } from "../models.ts";
import { selectModel } from "../select-model.ts";
import type { Store } from "../store.ts";

/** REST: models and their executions. */
export const rest: ModelOrchestrationHandlers<Store>["rest"] = {
  listModels: async ({ query }, { store }) => {
    const { limit, cursor, state, execution_type: executionType } = query;
    const after = positionOfCursor(cursor);
    const rows = await store.listModels({ limit, after, state, executionType });
    return pageOf(rows, limit, (row) => row.model_id);
  },

  registerModel: ({ body }, context) => context.transaction((tx) => registerModel(tx, body)),

  getModel: ({ params }, { store }) => store.getModel(params.model_id),

  updateModel: ({ params, body }, context) =>
    context.transaction((tx) => changeModel(tx, params.model_id, body)),

  deactivateModel: async ({ params }, context) => {
    await context.transaction((tx) => changeModel(tx, params.model_id, { state: "inactive" }));
  },

  listExecutions: async ({ query }, { store }) => {
    const { limit, cursor, project_id, task_id, agent_id, model_id, status } = query;
    const rows = await store.listExecutions({
      limit,
      after: positionOfCursor(cursor),
      projectId: project_id,
      taskId: task_id,
      agentId: agent_id,
      modelId: model_id,
      status,
    });
    const { items, nextCursor } = pageOf(rows, limit, (row) => row.position);
    return { items: items.map(toResource), nextCursor };
  },

  createExecution: async ({ body }, context) => {
    const order = { ...body, execution_id: uuidv7() };
    const { model_id } = await selectModel(order, context.store);
    const execution = newExecution(order, model_id, { detached: true });
    // Whoever follows the event runs it.
    await context.transaction(async (tx) => {
      await tx.store.addExecution(execution);
      const requested_at = execution.created_at;
      await tx.publish.modelExecutionRequested({ ...factsOf(execution), requested_at });
    });
    return toResource(execution);
  },

  getExecution: async ({ params }, { store }) => toResource(await store.get(params.execution_id)),

  getExecutionResult: async ({ params }, { store }) => {
    const execution = await store.get(params.execution_id);
    if (execution.completed_at === null) {
      throw new BerrysError(
        "failed_precondition",
        `The execution ${execution.execution_id} is ${execution.status}; its result is not there yet`,
      );
    }
    const { execution_id, status, output, result, token_usage, execution_time_ms, error } =
      execution;
    return { execution_id, status, output, result, token_usage, execution_time_ms, error };
  },

  streamExecution: async function* ({ params: { execution_id } }, context) {
    let sequence = 0;
    for await (const piece of watch(execution_id, context)) {
      if (piece.kind === "text") {
        yield { execution_id, sequence: sequence++, text: piece.text, done: false };
        continue;
      }
      const { token_usage } = piece.execution;
      const usage = token_usage === null ? {} : { token_usage };
      yield { execution_id, sequence, text: "", done: true, ...usage };
    }
  },
};
