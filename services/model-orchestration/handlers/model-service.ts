import type { ModelOrchestrationHandlers } from "@berrys/platform/services/model-orchestration";
import { BerrysError } from "@berrys/runtime/errors";
import { execute, executeStream } from "../execute.ts";
import { fromProto, modelToProto, toProto } from "../proto.ts";
import { executionTypes } from "../schema.ts";
import type { Store } from "../store.ts";

/** RPC: executes models for other services. */
export const modelService: ModelOrchestrationHandlers<Store>["rpc"]["modelService"] = {
  execute: async (request, context) => ({
    execution: toProto(await execute(fromProto(request), context)),
  }),

  executeStream: async function* ({ execution: request }, context) {
    if (request === undefined) {
      throw new BerrysError("invalid_argument", "`execution` is missing");
    }
    const order = fromProto(request);
    let index = 0;
    for await (const piece of executeStream(order, context)) {
      yield piece.kind === "end"
        ? { event: { case: "execution", value: toProto(piece.execution) } }
        : {
            event: {
              case: "chunk",
              value: { executionId: order.execution_id, index: index++, text: piece.text },
            },
          };
    }
  },

  getExecution: async ({ executionId }, { store }) => ({
    execution: toProto(await store.get(executionId)),
  }),

  listModels: async ({ executionType, includeInactive }, { store }) => {
    const kind = executionTypes.find((type) => type === executionType);
    if (kind === undefined && executionType !== "") return { models: [] };
    const ranked = await store.rankedModels(kind);
    const models = ranked.filter(({ state }) => includeInactive || state === "active");
    return { models: models.map(modelToProto) };
  },
};
