import type { ModelExecutionCompleted } from "@berrys/platform/events/model";
import type { Ctx } from "../executions.ts";

/** Adds what an execution used to the account of its project and model. */
export async function modelExecutionCompleted(
  event: ModelExecutionCompleted,
  context: Ctx,
): Promise<void> {
  const { project_id, model_id, token_usage } = event.data;
  await context.transaction((tx) =>
    tx.store.addTokenUsage({
      project_id: project_id ?? null,
      model_id,
      executions: 1,
      prompt_tokens: token_usage.prompt_tokens,
      completion_tokens: token_usage.completion_tokens,
    }),
  );
}
