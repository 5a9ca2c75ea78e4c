import { createStateMachine } from "@berrys/runtime/state-machine";

export type AgentState =
  | "creating"
  | "initializing"
  | "ready"
  | "active"
  | "paused"
  | "terminating"
  | "terminated";

/** Life of an agent. */
export const agentStates = createStateMachine<AgentState>("agent", {
  creating: ["initializing"],
  initializing: ["ready"],
  ready: ["active", "terminating"],
  active: ["ready", "paused", "terminating"],
  paused: ["active", "ready", "terminating"],
  terminating: ["terminated"],
  terminated: [],
});
