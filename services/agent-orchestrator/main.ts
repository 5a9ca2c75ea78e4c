import { defineAgentOrchestrator } from "@berrys/platform/services/agent-orchestrator";
import { handlers } from "./handlers/index.ts";
import { seedTemplates } from "./seed.ts";
import { createStore } from "./store.ts";

export default defineAgentOrchestrator({
  handlers,
  store: createStore,
  migrations: new URL("./migrations", import.meta.url),
  start: seedTemplates,
});
