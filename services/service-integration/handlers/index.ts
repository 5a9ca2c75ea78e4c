import type { ServiceIntegrationHandlers } from "@berrys/platform/services/service-integration";
import type { Store } from "../store.ts";
import {
  agentEvents,
  modelEvents,
  systemEvents,
  taskEvents,
  toolEvents,
} from "../subscribers/other-events.ts";
import { projectEvents } from "../subscribers/project-events.ts";
import { workflowEvents } from "../subscribers/workflow-events.ts";
import { rest } from "./rest.ts";
import { workflowCancel, workflowStart } from "./workflow-commands.ts";
import { workflowService } from "./workflow-service.ts";

export const handlers = {
  rest,
  rpc: { workflowService },
  events: {
    agentEvents,
    modelEvents,
    projectEvents,
    systemEvents,
    taskEvents,
    toolEvents,
    workflowEvents,
  },
  commands: { workflowCancel, workflowStart },
} satisfies ServiceIntegrationHandlers<Store>;
