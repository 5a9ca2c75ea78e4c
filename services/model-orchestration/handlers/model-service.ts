import type { ModelOrchestrationHandlers } from "@berrys/platform/services/model-orchestration";
import { BerrysError } from "@berrys/runtime/errors";
import { pageOf, positionOfCursor, wrongCursor } from "@berrys/runtime/page";
import { execute, executeStream } from "../execute.ts";
import { fromProto, modelToProto, toProto } from "../proto.ts";
import { executionTypes } from "../schema.ts";
import type { Store } from "../store.ts";

const defaultLimit = 50;
const maxLimit = 200;

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

  listModels: async ({ executionType, includeInactive, limit, cursor }, { store }) => {
    const after = positionOfCursor(cursor === "" ? undefined : cursor);
    const kind = executionTypes.find((type) => type === executionType);
    if (kind === undefined && executionType !== "") return { models: [] };
    const ranked = await store.rankedModels(kind);
    const last = ranked.findIndex(({ model_id }) => model_id === after);
    if (after !== undefined && last === -1) throw wrongCursor();
    // Inactive models are left out last, so that a page can start after one that has become inactive.
    const rows = ranked
      .slice(last + 1)
      .filter(({ state }) => includeInactive || state === "active");
    const size = Math.min(limit > 0 ? limit : defaultLimit, maxLimit);
    const { items, nextCursor } = pageOf(rows, size, (row) => row.model_id);
    return { models: items.map(modelToProto), nextCursor: nextCursor ?? "" };
  },
};
