import type { WebDashboardHandlers } from "@berrys/platform/services/web-dashboard";
import type { RecentEvents } from "../recent-events.ts";
import { showEvent } from "../subscribers/events.ts";

export const handlers = {
  rest: {},
  rpc: {},
  events: {
    projectEvents: showEvent,
    taskEvents: showEvent,
    agentEvents: showEvent,
    modelEvents: showEvent,
    toolEvents: showEvent,
    workflowEvents: showEvent,
    systemEvents: showEvent,
  },
  commands: {},
} satisfies WebDashboardHandlers<RecentEvents>;
