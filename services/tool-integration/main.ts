import { defineToolIntegration } from "@berrys/platform/services/tool-integration";
import { handlers } from "./handlers/index.ts";
import { seedTools } from "./seed.ts";
import { createStore } from "./store.ts";

export default defineToolIntegration({
  handlers,
  store: createStore,
  migrations: new URL("./migrations", import.meta.url),
  start: seedTools,
});
