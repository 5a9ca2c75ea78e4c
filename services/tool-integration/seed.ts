import { now } from "@berrys/runtime/database/columns";
import { v7 as uuidv7 } from "uuid";
import type { Ctx, Tx } from "./executions.ts";
import type { ToolRow, ToolVersionRow } from "./store.ts";
import { builtInTools } from "./tools/index.ts";
import type { BuiltInTool } from "./tools/tool.ts";

/** Registers the built-in tools, and new versions of those that are registered. */
export async function seedTools(context: Ctx): Promise<void> {
  await context.transaction(async (tx) => {
    for (const tool of builtInTools) await seed(tx, tool);
  });
}

async function seed(tx: Tx, builtIn: BuiltInTool): Promise<void> {
  const tool = rowOf(builtIn);
  if (await tx.store.addTool(tool)) {
    await tx.store.addVersion(versionOf(tool, "First version."));
    const { tool_id, name, version, description, capabilities, state } = tool;
    const facts = { tool_id, name, version, description, capabilities, state };
    await tx.publish.toolRegistered({ ...facts, registered_at: tool.created_at });
    return;
  }
  const current = await tx.store.lockTool(tool.tool_id);
  if (current.version === tool.version) return;
  if (!(await tx.store.addVersion(versionOf(tool, `Follows ${current.version}.`)))) return;
  const { created_at: _created, tool_id, name, state: _state, ...changes } = tool;
  const { state, version, updated_at } = await tx.store.updateTool(tool_id, changes);
  const changed_fields = ["version"];
  await tx.publish.toolUpdated({ tool_id, name, version, state, changed_fields, updated_at });
}

function rowOf(tool: BuiltInTool): ToolRow {
  const at = now();
  return {
    tool_id: tool.toolId,
    name: tool.name,
    description: tool.description,
    version: tool.version,
    capabilities: tool.capabilities,
    parameters_schema: tool.parametersSchema,
    result_schema: tool.resultSchema,
    limits: { timeout_ms: tool.limits.timeoutMs, memory_mb: tool.limits.memoryMb },
    state: "active",
    created_at: at,
    updated_at: at,
  };
}

function versionOf(tool: ToolRow, changes: string): ToolVersionRow {
  const { tool_id, version, parameters_schema, result_schema, updated_at } = tool;
  return {
    ...{ tool_id, version, changes, parameters_schema, result_schema },
    published_at: updated_at,
    position: uuidv7(),
  };
}
