import { AgentState } from "@berrys/platform/rpc/berrys/agents/v1/agents_pb";
import { now } from "@berrys/runtime/database/columns";
import { BerrysError } from "@berrys/runtime/errors";
import { v7 as uuidv7 } from "uuid";
import type { PlanRow, TaskRow } from "./store.ts";
import { type Ctx, changeState, type Tx } from "./tasks.ts";

/** A task and the agent that shall do it. */
interface Match {
  readonly taskId: string;
  readonly agentId: string;
}

/** Asks the Agent Orchestrator who fits each task. A task that nobody can do now is left out: it stays ready. */
export async function matchAgents(
  context: Ctx,
  tasks: readonly TaskRow[],
): Promise<readonly Match[]> {
  const matches: Match[] = [];
  for (const task of tasks) {
    const agentId = await matchAgent(context, task);
    if (agentId !== null) matches.push({ taskId: task.task_id, agentId });
  }
  return matches;
}

async function matchAgent(context: Ctx, task: TaskRow): Promise<string | null> {
  try {
    const { agent } = await context.clients.agentService.matchAgent(
      {
        projectId: task.project_id,
        requiredCapabilities: [...task.required_capabilities],
        taskId: task.task_id,
      },
      { signal: context.signal },
    );
    return agent?.agentId ?? null;
  } catch (error) {
    if (error instanceof BerrysError && error.code === "not_found") {
      context.log.warn({ task_id: task.task_id }, "no agent fits the task yet");
      return null;
    }
    throw error;
  }
}

/** Refuses an agent that does not exist, is of another team, or takes no tasks now. */
export async function assertCanWork(
  context: Ctx,
  agentId: string,
  projectId: string,
): Promise<void> {
  const { agent } = await context.clients.agentService.getAgent(
    { agentId },
    { signal: context.signal },
  );
  if (agent?.projectId !== projectId) {
    throw new BerrysError(
      "failed_precondition",
      `The agent ${agentId} is not in the team of the project`,
    );
  }
  if (agent.state !== AgentState.READY && agent.state !== AgentState.ACTIVE) {
    throw new BerrysError("failed_precondition", `The agent ${agent.name} takes no tasks now`);
  }
}

/** Hands tasks that are still ready to their agents. The caller's transaction holds the plan's lock. */
export async function assign(tx: Tx, plan: PlanRow, matches: readonly Match[]): Promise<void> {
  if (plan.paused || plan.state !== "approved") return;
  for (const { taskId, agentId } of matches) {
    const task = await tx.store.task(taskId);
    if (task.state === "ready") await assignTask(tx, plan, task, agentId);
  }
}

async function assignTask(tx: Tx, plan: PlanRow, task: TaskRow, agentId: string): Promise<void> {
  const attempt = task.attempt + 1;
  const assigned = await changeState(tx, task, "assigned", { agent_id: agentId, attempt });
  await tx.store.addAssignment({
    assignment_id: uuidv7(),
    task_id: task.task_id,
    project_id: task.project_id,
    agent_id: agentId,
    attempt,
    assigned_at: now(),
    ended_at: null,
  });
  const { task_id, project_id, title, priority } = task;
  await tx.publish.taskAssigned({
    task_id,
    project_id,
    title,
    priority,
    agent_id: agentId,
    previous_state: "ready",
    state: "assigned",
    attempt,
    assigned_at: assigned.updated_at,
  });
  await tx.send.agentAssignTask({
    agent_id: agentId,
    task_id,
    project_id,
    title,
    priority,
    description: task.description,
    task_type: task.task_type,
    required_capabilities: task.required_capabilities,
    inputs: await inputsOf(tx, plan, task),
    attempt,
    ...(task.deadline === null ? {} : { deadline: task.deadline }),
  });
}

/** What a task works on: the project's aims and data, and what the tasks before it found. */
async function inputsOf(
  tx: Tx,
  plan: PlanRow,
  task: TaskRow,
): Promise<Readonly<Record<string, unknown>>> {
  const before = await tx.store.resultsOf(task.dependencies);
  return {
    objectives: plan.objectives,
    data_sources: plan.data_sources,
    output_formats: plan.output_formats,
    results: before.map(({ task_id, title, task_type, result }) => ({
      task_id,
      title,
      task_type,
      result,
    })),
  };
}
