import type { NewModel } from "@berrys/platform/schemas/model";
import type { ModelChanges } from "@berrys/platform/schemas/models";
import { now } from "@berrys/runtime/database/columns";
import { BerrysError } from "@berrys/runtime/errors";
import { v7 as uuidv7 } from "uuid";
import type { Tx } from "./executions.ts";
import { providersOf } from "./providers/index.ts";
import { addModel } from "./seed.ts";
import type { ModelRow } from "./store.ts";

/** Makes a model of a provider known; refused where there is no such provider, or it has one of this name already. */
export async function registerModel(tx: Tx, order: NewModel): Promise<ModelRow> {
  const providers = Object.keys(providersOf());
  if (!providers.includes(order.provider)) {
    throw new BerrysError(
      "failed_precondition",
      `There is no provider ${order.provider}; set up are ${providers.join(", ")}`,
    );
  }
  const at = now();
  const model: ModelRow = {
    model_id: uuidv7(),
    name: order.name,
    provider: order.provider,
    description: order.description ?? "",
    execution_types: order.execution_types,
    context_tokens: order.context_tokens ?? 8192,
    streaming: true,
    cost_per_1k_tokens: order.cost_per_1k_tokens ?? 0,
    state: "active",
    created_at: at,
    updated_at: at,
  };
  if (await addModel(tx, model)) return model;
  throw new BerrysError(
    "already_exists",
    `The provider ${model.provider} has a model ${model.name} already`,
  );
}

/** Changes what is given; what is as wanted already changes nothing. */
export async function changeModel(
  tx: Tx,
  modelId: string,
  wanted: ModelChanges,
): Promise<ModelRow> {
  const before = await tx.store.lockModel(modelId);
  const fields = (Object.keys(wanted) as (keyof ModelChanges)[]).filter(
    (name) => JSON.stringify(wanted[name]) !== JSON.stringify(before[name]),
  );
  if (fields.length === 0) return before;
  const after = await tx.store.updateModel(modelId, { ...wanted, updated_at: now() });
  const { model_id, name, provider, state, updated_at } = after;
  const facts = { model_id, name, provider, state };
  await tx.publish.modelUpdated({ ...facts, changed_fields: fields, updated_at });
  if (before.state === "active" && state === "inactive") {
    await tx.publish.modelDeactivated({ ...facts, deactivated_at: updated_at });
  }
  return after;
}
