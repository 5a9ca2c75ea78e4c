import type { Database } from "@berrys/runtime/v1";

/** State of greeter. */
export type Store = ReturnType<typeof createStore>;

/** Opens the store on the service's own schema; called once more for every transaction. */
export function createStore(database: Database) {
  return { database };
}
