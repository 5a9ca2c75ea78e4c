import type { ModelOrchestrationHandlers } from "@berrys/platform/services/model-orchestration";
import type { Store } from "../store.ts";
import { modelExecutionCompleted } from "../subscribers/model-execution-completed.ts";
import { modelExecutionRequested } from "../subscribers/model-execution-requested.ts";
import { modelExecute } from "./model-execute.ts";
import { modelService } from "./model-service.ts";
import { rest } from "./rest.ts";

export const handlers = {
  rest,
  rpc: { modelService },
  events: { modelExecutionCompleted, modelExecutionRequested },
  commands: { modelExecute },
} satisfies ModelOrchestrationHandlers<Store>;
