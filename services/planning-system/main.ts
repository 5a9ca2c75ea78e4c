import { definePlanningSystem } from "@berrys/platform/services/planning-system";
import { handlers } from "./handlers/index.ts";
import { createStore } from "./store.ts";

export default definePlanningSystem({
  handlers,
  store: createStore,
  migrations: new URL("./migrations", import.meta.url),
});
