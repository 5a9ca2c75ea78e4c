import type { AgentAssignTask } from "@berrys/platform/commands/agent";
import type { Ctx } from "../agents.ts";
import { acceptTask, finishTask, type Outcome, reportResult } from "../tasks.ts";
import type { Assignment } from "../work/assignment.ts";
import { createHands } from "../work/hands.ts";
import { TaskDropped, TaskFailure } from "../work/outcome.ts";
import { perform } from "../work/skills.ts";

/** Has an agent do a task with tools and models, and reports how it went. */
export async function agentAssignTask(command: AgentAssignTask, context: Ctx): Promise<void> {
  const task = command.data;
  const acceptance = await context.transaction((tx) => acceptTask(tx, task), { final: false });
  if (acceptance.kind === "over") return;
  if (acceptance.kind === "refused") {
    const { error } = acceptance;
    await context.transaction((tx) => reportResult(tx, task, { error }, 0));
    return;
  }
  const outcome = await work(task, context);
  if (outcome !== null) await context.transaction((tx) => finishTask(tx, task, outcome));
}

/** Null: the task was taken away. What is not the task's own failure is thrown, so that the command is tried again. */
async function work(task: Assignment, context: Ctx): Promise<Outcome | null> {
  const agent = await context.store.getAgent(task.agent_id);
  const template = await context.store.getTemplate(agent.template_id);
  try {
    return { result: await perform(task, createHands(task, template, context)) };
  } catch (error) {
    if (error instanceof TaskDropped) return null;
    if (error instanceof TaskFailure) return { error: error.detail };
    throw error;
  }
}
