import { BerrysError } from "@berrys/runtime/v1";
import type { BillingHandlers } from "../../../generated/services/billing.ts";
import type { Store } from "../store.ts";

/** What billing does; a missing handler does not compile. */
export const handlers = {
  rest: {},
  rpc: {},
  events: {
    orderPlaced: unimplemented("orderPlaced"),
  },
  commands: {},
} satisfies BillingHandlers<Store>;

/** Stands in until the handler is written. */
function unimplemented(operation: string): () => never {
  return () => {
    throw new BerrysError("unimplemented", `${operation} is not written yet`);
  };
}
