import type { ModelExecutionFailed } from "@berrys/platform/events/model";
import type { ToolExecutionFailed } from "@berrys/platform/events/tool";
import { now } from "@berrys/runtime/database/columns";
import { v7 as uuidv7 } from "uuid";
import type { Ctx } from "../agents.ts";

/** Keeps in an agent's history that a model failed it. */
export async function modelExecutionFailed(
  { data }: ModelExecutionFailed,
  context: Ctx,
): Promise<void> {
  await record(data, `A model failed: ${data.error.message}`, context);
}

/** Keeps in an agent's history that a tool failed it. */
export async function toolExecutionFailed(
  { data }: ToolExecutionFailed,
  context: Ctx,
): Promise<void> {
  await record(data, `The tool ${data.tool_name} failed: ${data.error.message}`, context);
}

async function record(
  execution: { readonly agent_id?: string; readonly task_id?: string },
  reason: string,
  context: Ctx,
): Promise<void> {
  const { agent_id, task_id } = execution;
  if (agent_id === undefined) return;
  await context.transaction(async (tx) => {
    const agent = await tx.store.findAndLockAgent(agent_id);
    if (agent === undefined) return;
    await tx.store.addStateChange({
      change_id: uuidv7(),
      agent_id,
      previous_state: agent.state,
      state: agent.state,
      reason: reason.slice(0, 2000),
      task_id: task_id ?? null,
      changed_at: now(),
    });
  });
}
