import { createStateMachine } from "@berrys/runtime/state-machine";

export type WorkflowState =
  | "pending"
  | "running"
  | "paused"
  | "completed"
  | "failed"
  | "compensating"
  | "compensated"
  | "compensation_failed"
  | "cancelled";

/** Life of a workflow. */
export const workflowStates = createStateMachine<WorkflowState>("workflow", {
  pending: ["running", "cancelled"],
  running: ["paused", "completed", "failed", "cancelled"],
  paused: ["running", "failed", "cancelled"],
  completed: [],
  failed: ["compensating"],
  compensating: ["compensated", "compensation_failed"],
  compensated: [],
  compensation_failed: [],
  cancelled: [],
});

/** States in which a workflow can still go on. */
export const openStates: readonly WorkflowState[] = ["pending", "running", "paused"];
