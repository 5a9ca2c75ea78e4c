import { defineServiceIntegration } from "@berrys/platform/services/service-integration";
import { handlers } from "./handlers/index.ts";
import { createStore } from "./store.ts";

export default defineServiceIntegration({
  handlers,
  store: createStore,
  migrations: new URL("./migrations", import.meta.url),
});
