import type { ToolIntegrationHandlers } from "@berrys/platform/services/tool-integration";
import { pageOf, positionOfCursor } from "@berrys/runtime/page";
import { changeTool } from "../change-tool.ts";
import { searchTools } from "../search.ts";
import type { Store, ToolVersionRow } from "../store.ts";

const defaultLimit = 50;

/** REST: the tool registry. */
export const rest: ToolIntegrationHandlers<Store>["rest"] = {
  listTools: async ({ query: { limit, cursor, state, capability } }, { store }) => {
    const after = positionOfCursor(cursor);
    const rows = await store.listTools({ limit, after, state, capability });
    return pageOf(rows, limit, (row) => row.tool_id);
  },

  searchTools: async ({ body: { query, capabilities, limit } }, { store }) => {
    const search = { query: query ?? "", capabilities: capabilities ?? [] };
    return searchTools(await store.activeTools(), search).slice(0, limit ?? defaultLimit);
  },

  getTool: ({ params }, { store }) => store.getTool(params.tool_id),

  updateTool: ({ params, body }, context) =>
    context.transaction((tx) => changeTool(tx, params.tool_id, body)),

  deactivateTool: async ({ params }, context) => {
    await context.transaction((tx) => changeTool(tx, params.tool_id, { state: "inactive" }));
  },

  listToolVersions: async ({ params: { tool_id }, query: { limit, cursor } }, { store }) => {
    await store.getTool(tool_id);
    const rows = await store.listVersions(tool_id, { limit, after: positionOfCursor(cursor) });
    const { items, nextCursor } = pageOf(rows, limit, (row) => row.position);
    return { items: items.map(versionToResource), nextCursor };
  },
};

function versionToResource({ position: _position, ...resource }: ToolVersionRow) {
  return resource;
}
