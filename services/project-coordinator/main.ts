import { defineProjectCoordinator } from "@berrys/platform/services/project-coordinator";
import { handlers } from "./handlers/index.ts";
import { createStore } from "./store.ts";

export default defineProjectCoordinator({
  handlers,
  store: createStore,
  migrations: new URL("./migrations", import.meta.url),
});
