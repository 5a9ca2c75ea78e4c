import type { AgentOrchestratorHandlers } from "@berrys/platform/services/agent-orchestrator";
import type { Store } from "../store.ts";
import { agentTaskCompleted, agentTaskFailed } from "../subscribers/agent-task-ended.ts";
import { modelExecutionFailed, toolExecutionFailed } from "../subscribers/execution-failed.ts";
import { taskCancelled } from "../subscribers/task-cancelled.ts";
import { agentAssignTask } from "./agent-assign-task.ts";
import { agentCancelTask, agentCreateAgent, agentReleaseAgents } from "./agent-commands.ts";
import { agentService } from "./agent-service.ts";
import { rest } from "./rest.ts";

export const handlers = {
  rest,
  rpc: { agentService },
  events: {
    agentTaskCompleted,
    agentTaskFailed,
    modelExecutionFailed,
    taskCancelled,
    toolExecutionFailed,
  },
  commands: { agentAssignTask, agentCancelTask, agentCreateAgent, agentReleaseAgents },
} satisfies AgentOrchestratorHandlers<Store>;
