import type { ApiGatewayHandlers } from "@berrys/platform/services/api-gateway";
import { type Directory, pageOfServices } from "../directory.ts";
import type { Store } from "../store.ts";
import type { AccessTokens } from "../tokens.ts";
import { createApiKey, getApiKey, listApiKeys, revokeApiKey, rotateApiKey } from "./api-keys.ts";
import { createAuthHandlers } from "./auth.ts";
import { getProjectSummary } from "./project-summary.ts";

/** What is there only once the service has started. */
export interface Parts {
  readonly tokens: AccessTokens;
  readonly directory: Directory;
}

/** REST that the gateway answers itself. */
export function createHandlers(parts: () => Parts): ApiGatewayHandlers<Store> {
  return {
    rest: {
      getProjectSummary,
      listApiKeys,
      createApiKey,
      getApiKey,
      revokeApiKey,
      rotateApiKey,
      ...createAuthHandlers(() => parts().tokens),
      listServices: async ({ query: { limit, cursor } }) =>
        pageOfServices(await parts().directory.list(), limit, cursor),
      getServiceHealth: ({ params }) => parts().directory.health(params.service_id),
    },
    rpc: {},
    events: {},
    commands: {},
  };
}
