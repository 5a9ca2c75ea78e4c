import { defineModelOrchestration } from "@berrys/platform/services/model-orchestration";
import { handlers } from "./handlers/index.ts";
import { seedModels } from "./seed.ts";
import { createStore } from "./store.ts";

export default defineModelOrchestration({
  handlers,
  store: createStore,
  migrations: new URL("./migrations", import.meta.url),
  start: seedModels,
});
