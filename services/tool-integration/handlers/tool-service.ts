import type { ExecuteToolRequest } from "@berrys/platform/rpc/berrys/tools/v1/tools_pb";
import type { ToolIntegrationHandlers } from "@berrys/platform/services/tool-integration";
import { BerrysError } from "@berrys/runtime/errors";
import { pageOf, positionOfCursor } from "@berrys/runtime/page";
import { execute } from "../execute.ts";
import { fromProto, fromProtoState, toolToProto, toProto } from "../proto.ts";
import { searchTools } from "../search.ts";
import type { Store } from "../store.ts";

const defaultLimit = 20;
const maxLimit = 100;

/** RPC: executes and finds tools for other services. */
export const toolService: ToolIntegrationHandlers<Store>["rpc"]["toolService"] = {
  executeTool: async (request, context) => {
    const order = fromProto(request, await toolIdOf(request, context.store));
    return { execution: toProto(await execute(order, context)) };
  },

  getToolExecution: async ({ executionId }, { store }) => ({
    execution: toProto(await store.get(executionId)),
  }),

  searchTools: async ({ query, capabilities, limit }, { store }) => {
    const matches = searchTools(await store.activeTools(), { query, capabilities });
    return {
      matches: matches
        .slice(0, sizeOf(limit))
        .map(({ tool, score }) => ({ tool: toolToProto(tool), score })),
    };
  },

  listTools: async ({ state, limit, cursor }, { store }) => {
    const size = sizeOf(limit);
    const after = positionOfCursor(cursor === "" ? undefined : cursor);
    const rows = await store.listTools({ limit: size, after, state: fromProtoState(state) });
    const { items, nextCursor } = pageOf(rows, size, (row) => row.tool_id);
    return { tools: items.map(toolToProto), nextCursor: nextCursor ?? "" };
  },
};

async function toolIdOf({ tool }: ExecuteToolRequest, store: Store): Promise<string> {
  if (tool.case === "toolId") return tool.value;
  if (tool.case === "toolName") return (await store.getToolByName(tool.value)).tool_id;
  throw new BerrysError("invalid_argument", "Either `tool_id` or `tool_name` is needed");
}

function sizeOf(limit: number): number {
  return Math.min(limit > 0 ? limit : defaultLimit, maxLimit);
}
