import type { ToolExecute } from "@berrys/platform/commands/tool";
import type { ToolExecution } from "@berrys/platform/schemas/tool";
import { execute } from "../execute.ts";
import { type Ctx, toResource } from "../executions.ts";

/** Executes a tool; the reply is the finished execution. */
export async function toolExecute(command: ToolExecute, context: Ctx): Promise<ToolExecution> {
  return toResource(await execute(command.data, context));
}
