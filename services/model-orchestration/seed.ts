import { now } from "@berrys/runtime/database/columns";
import { v7 as uuidv7 } from "uuid";
import type { Ctx, Tx } from "./executions.ts";
import { externalModelName } from "./providers/index.ts";
import { executionTypes } from "./schema.ts";
import type { ModelRow } from "./store.ts";

/** Id of the built-in model; the same everywhere. */
export const embeddedModelId = "0195e000-0000-7000-8000-000000000101";

/** Registers the built-in model and, where `MODEL_BASE_URL` is set, the one behind it. */
export async function seedModels(context: Ctx): Promise<void> {
  const external = externalModelName();
  await context.transaction(async (tx) => {
    await addModel(tx, embeddedModel());
    if (external !== null) await addModel(tx, externalModel(external));
  });
}

/** Adds a model and tells of it; false: there is one of that provider and name already. */
export async function addModel(tx: Tx, model: ModelRow): Promise<boolean> {
  if (!(await tx.store.addModel(model))) return false;
  const { model_id, name, provider, execution_types, state, created_at } = model;
  await tx.publish.modelRegistered({
    model_id,
    name,
    provider,
    execution_types,
    state,
    registered_at: created_at,
  });
  return true;
}

function embeddedModel(): ModelRow {
  return {
    ...common(),
    model_id: embeddedModelId,
    name: "berrys-embedded",
    provider: "embedded",
    description:
      "Plans by rules and writes from facts; needs no network and always answers the same.",
  };
}

function externalModel(name: string): ModelRow {
  return {
    ...common(),
    model_id: uuidv7(),
    name,
    provider: "openai-compatible",
    description: "The model behind MODEL_BASE_URL.",
  };
}

function common() {
  const at = now();
  return {
    execution_types: executionTypes,
    context_tokens: 32_768,
    streaming: true,
    cost_per_1k_tokens: 0,
    state: "active" as const,
    created_at: at,
    updated_at: at,
  };
}
