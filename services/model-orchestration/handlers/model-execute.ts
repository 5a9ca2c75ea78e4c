import type { ModelExecute } from "@berrys/platform/commands/model";
import type { ModelExecution } from "@berrys/platform/schemas/model";
import { execute } from "../execute.ts";
import { type Ctx, toResource } from "../executions.ts";

/** Executes a model; the reply is the finished execution. */
export async function modelExecute(command: ModelExecute, context: Ctx): Promise<ModelExecution> {
  return toResource(await execute(command.data, context));
}
