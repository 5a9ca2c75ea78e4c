import type { ProjectCoordinatorHandlers } from "@berrys/platform/services/project-coordinator";
import type { Store } from "../store.ts";
import { agentTerminated } from "../subscribers/agent-terminated.ts";
import { projectCreated } from "../subscribers/project-created.ts";
import { projectExecutionStarted } from "../subscribers/project-execution-started.ts";
import { projectPlanApproved } from "../subscribers/project-plan-approved.ts";
import { projectPlanRejected } from "../subscribers/project-plan-rejected.ts";
import { projectPlanningStarted } from "../subscribers/project-planning-started.ts";
import { projectTeamCreated } from "../subscribers/project-team-created.ts";
import { taskFailed } from "../subscribers/task-failed.ts";
import { workflowCompleted, workflowFailed } from "../subscribers/workflow-ended.ts";
import { projectCancel } from "./project-cancel.ts";
import { projectReportProgress } from "./project-report-progress.ts";
import { projectService } from "./project-service.ts";
import { rest } from "./rest.ts";

export const handlers = {
  rest,
  rpc: { projectService },
  events: {
    agentTerminated,
    projectCreated,
    projectExecutionStarted,
    projectPlanApproved,
    projectPlanRejected,
    projectPlanningStarted,
    projectTeamCreated,
    taskFailed,
    workflowCompleted,
    workflowFailed,
  },
  commands: { projectCancel, projectReportProgress },
} satisfies ProjectCoordinatorHandlers<Store>;
