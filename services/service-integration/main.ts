import { defineServiceIntegration } from "@berrys/platform/services/service-integration";
import { handlers } from "./handlers/index.ts";
import { createStore } from "./store.ts";
import { startSender } from "./webhooks/sender.ts";

export default defineServiceIntegration({
  handlers,
  store: createStore,
  migrations: new URL("./migrations", import.meta.url),
  start: startSender,
});
