import type { AgentEvent } from "@berrys/platform/events/agent";
import type { ModelEvent } from "@berrys/platform/events/model";
import type { SystemEvent } from "@berrys/platform/events/system";
import type { TaskEvent } from "@berrys/platform/events/task";
import type { ToolEvent } from "@berrys/platform/events/tool";
import type { Ctx } from "../workflows.ts";
import { logged } from "./log.ts";

/** Events that no workflow follows: the journal and webhooks have them. */
export const taskEvents = (event: TaskEvent, context: Ctx) => logged(event, context);
export const agentEvents = (event: AgentEvent, context: Ctx) => logged(event, context);
export const modelEvents = (event: ModelEvent, context: Ctx) => logged(event, context);
export const toolEvents = (event: ToolEvent, context: Ctx) => logged(event, context);
export const systemEvents = (event: SystemEvent, context: Ctx) => logged(event, context);
