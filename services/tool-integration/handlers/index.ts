import type { ToolIntegrationHandlers } from "@berrys/platform/services/tool-integration";
import type { Store } from "../store.ts";
import { toolExecutionCompleted } from "../subscribers/tool-execution-completed.ts";
import { rest } from "./rest.ts";
import { toolExecute } from "./tool-execute.ts";
import { toolService } from "./tool-service.ts";

export const handlers = {
  rest,
  rpc: { toolService },
  events: { toolExecutionCompleted },
  commands: { toolExecute },
} satisfies ToolIntegrationHandlers<Store>;
