import type { ToolChanges } from "@berrys/platform/schemas/tools";
import { now } from "@berrys/runtime/database/columns";
import type { Tx } from "./executions.ts";
import type { ToolRow } from "./store.ts";

/** Changes what is given; what is as wanted already changes nothing. */
export async function changeTool(tx: Tx, toolId: string, wanted: ToolChanges): Promise<ToolRow> {
  const before = await tx.store.lockTool(toolId);
  const fields = (Object.keys(wanted) as (keyof ToolChanges)[]).filter(
    (name) => JSON.stringify(wanted[name]) !== JSON.stringify(before[name]),
  );
  if (fields.length === 0) return before;
  const after = await tx.store.updateTool(toolId, { ...wanted, updated_at: now() });
  const { tool_id, name, version, state, updated_at } = after;
  const facts = { tool_id, name, version, state };
  await tx.publish.toolUpdated({ ...facts, changed_fields: fields, updated_at });
  if (before.state === "active" && state === "inactive") {
    await tx.publish.toolDeactivated({ ...facts, deactivated_at: updated_at });
  }
  return after;
}
