import { createStateMachine } from "@berrys/runtime/state-machine";

export type TaskState =
  | "pending"
  | "ready"
  | "assigned"
  | "in_progress"
  | "completed"
  | "failed"
  | "cancelled";

/** Life of a task. A failed task becomes ready again while it has attempts left. */
export const taskStates = createStateMachine<TaskState>("task", {
  pending: ["ready", "cancelled"],
  ready: ["assigned", "cancelled"],
  assigned: ["in_progress", "ready", "failed", "cancelled"],
  in_progress: ["completed", "failed", "cancelled"],
  completed: [],
  failed: ["ready", "cancelled"],
  cancelled: [],
});
