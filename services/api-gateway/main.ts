import {
  agentOrchestrator,
  apiGateway,
  defineApiGateway,
  modelOrchestration,
  planningSystem,
  projectCoordinator,
  serviceIntegration,
  toolIntegration,
} from "@berrys/platform";
import { createRestProxy } from "@berrys/runtime/host/proxy";
import { authenticate } from "./authenticate.ts";
import { bootstrap } from "./bootstrap.ts";
import { createDirectory } from "./directory.ts";
import { createHandlers, type Parts } from "./handlers/index.ts";
import { createStore } from "./store.ts";
import { createAccessTokens } from "./tokens.ts";

const behind = [
  projectCoordinator,
  planningSystem,
  agentOrchestrator,
  modelOrchestration,
  toolIntegration,
  serviceIntegration,
];

let parts: Parts | null = null;
const started = (): Parts => {
  if (parts === null) throw new Error("the gateway has not started");
  return parts;
};

export default defineApiGateway({
  handlers: createHandlers(started),
  store: createStore,
  migrations: new URL("./migrations", import.meta.url),
  start: async ({ store }, peers) => {
    parts = { tokens: await createAccessTokens(store), directory: createDirectory(peers) };
    const { BERRYS_BOOTSTRAP_API_KEY: apiKey, BERRYS_BOOTSTRAP_USER: user } = process.env;
    await bootstrap(store, { apiKey, user });
  },
  rest: {
    documentation: new URL(import.meta.resolve("@berrys/platform/rest/openapi.json")),
    authenticate: (request, context) => authenticate(request, context, started().tokens),
    fallback: createRestProxy({
      api: apiGateway.rest,
      operations: behind.flatMap((service) => service.rest.operations),
    }),
  },
});
