import { createStateMachine } from "@berrys/runtime/state-machine";

export type ProjectState =
  | "created"
  | "planning"
  | "plan_review"
  | "rejected"
  | "ready"
  | "team_assembly"
  | "executing"
  | "paused"
  | "completed"
  | "failed"
  | "cancelled";

/** Life of a project; `cancelled` and `failed` can be reached from every state before the end. */
export const projectStates = createStateMachine<ProjectState>("project", {
  created: ["planning", "failed", "cancelled"],
  planning: ["plan_review", "failed", "cancelled"],
  plan_review: ["ready", "rejected", "failed", "cancelled"],
  rejected: ["planning", "failed", "cancelled"],
  ready: ["team_assembly", "failed", "cancelled"],
  team_assembly: ["executing", "failed", "cancelled"],
  executing: ["paused", "completed", "failed", "cancelled"],
  paused: ["executing", "failed", "cancelled"],
  completed: [],
  failed: [],
  cancelled: [],
});
