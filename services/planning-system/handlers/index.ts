import type { PlanningSystemHandlers } from "@berrys/platform/services/planning-system";
import type { Store } from "../store.ts";
import { agentReady } from "../subscribers/agent-ready.ts";
import { agentTaskAssigned } from "../subscribers/agent-task-assigned.ts";
import {
  projectCancelled,
  projectExecutionPaused,
  projectExecutionResumed,
} from "../subscribers/project-execution.ts";
import { taskReady } from "../subscribers/task-ready.ts";
import { planningService } from "./planning-service.ts";
import { rest } from "./rest.ts";
import { taskCancel } from "./task-cancel.ts";
import { taskReportResult } from "./task-report-result.ts";

export const handlers = {
  rest,
  rpc: { planningService },
  events: {
    agentReady,
    agentTaskAssigned,
    projectCancelled,
    projectExecutionPaused,
    projectExecutionResumed,
    taskReady,
  },
  commands: { taskCancel, taskReportResult },
} satisfies PlanningSystemHandlers<Store>;
