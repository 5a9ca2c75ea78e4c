import { BerrysError } from "@berrys/runtime/errors";
import type { Order } from "./executions.ts";
import { providersOf } from "./providers/index.ts";
import type { ModelRow, Store } from "./store.ts";

/** The model an order names, else the best active one for its kind that this process can reach. */
export async function selectModel(order: Order, store: Store): Promise<ModelRow> {
  const { model_id, execution_type } = order;
  if (model_id === undefined) {
    return best(
      await store.rankedModels(execution_type),
      Object.keys(providersOf()),
      execution_type,
    );
  }
  const model = await store.getModel(model_id);
  if (model.state !== "active") {
    throw new BerrysError("failed_precondition", `The model ${model.name} is ${model.state}`);
  }
  if (!model.execution_types.includes(execution_type)) {
    throw new BerrysError(
      "failed_precondition",
      `The model ${model.name} cannot ${execution_type}; it can ${model.execution_types.join(", ")}`,
    );
  }
  return model;
}

/** The first of `ranked` that is active and whose provider is at hand. */
export function best(
  ranked: readonly ModelRow[],
  providers: readonly string[],
  executionType: string,
): ModelRow {
  const model = ranked.find(
    ({ state, provider }) => state === "active" && providers.includes(provider),
  );
  if (model !== undefined) return model;
  throw new BerrysError("failed_precondition", `No active model can ${executionType}`);
}
