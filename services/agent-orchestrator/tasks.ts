import { now } from "@berrys/runtime/database/columns";
import { v7 as uuidv7 } from "uuid";
import { changeState, type Tx } from "./agents.ts";
import type { ErrorDetail, TaskResult } from "./schema.ts";
import type { AgentRow, AgentTaskRow } from "./store.ts";
import type { Assignment } from "./work/assignment.ts";

/** `accepted`: the agent works on it, perhaps again; `over`: there is nothing left to do; `refused`: why it cannot. */
export type Acceptance =
  | { readonly kind: "accepted" | "over" }
  | { readonly kind: "refused"; readonly error: ErrorDetail };

/** Gives a task to its agent. Taking the same attempt a second time changes nothing. */
export async function acceptTask(tx: Tx, task: Assignment): Promise<Acceptance> {
  const agent = await tx.store.findAndLockAgent(task.agent_id);
  const known = await tx.store.findTask(task.task_id, task.attempt);
  if (known !== undefined) return { kind: known.status === "running" ? "accepted" : "over" };
  if (await tx.store.isCancelled(task.task_id)) return { kind: "over" };
  if (agent === undefined) return refused(`There is no agent ${task.agent_id}`);
  if (agent.state !== "ready" && agent.state !== "active") {
    return refused(`The agent ${agent.name} is ${agent.state}`);
  }
  const assigned_at = now();
  const { task_id, project_id, agent_id, title, task_type, priority, attempt } = task;
  await tx.store.insertTask({
    ...{ task_id, project_id, agent_id, title, priority, attempt, assigned_at },
    status: "running",
    result: null,
    error: null,
    completed_at: null,
    position: uuidv7(),
  });
  await tx.publish.agentTaskAssigned({
    ...{ task_id, project_id, agent_id, title, task_type, priority, attempt, assigned_at },
    name: agent.name,
    state: "active",
  });
  const changes = { current_task_id: task_id };
  if (agent.state === "ready") {
    const reason = `It was given the task ${title}`.slice(0, 2000);
    await changeState(tx, agent, { to: "active", reason, taskId: task_id, changes });
  } else await tx.store.updateAgent(agent_id, changes);
  return { kind: "accepted" };
}

/** What names an attempt at a task. */
type Attempt = Pick<AgentTaskRow, "task_id" | "project_id" | "agent_id" | "title" | "attempt">;

/** How an attempt ended. */
export type Outcome = { readonly result: TaskResult } | { readonly error: ErrorDetail };

/** Takes in how an attempt ended and reports it; one that was taken away meanwhile reports nothing. */
export async function finishTask(tx: Tx, task: Attempt, outcome: Outcome): Promise<void> {
  const { task_id, project_id, agent_id, title, attempt } = task;
  const agent = await tx.store.lockAgent(agent_id);
  const open = await tx.store.findTask(task_id, attempt);
  if (open?.status !== "running") return;
  const at = now();
  const execution_time_ms = Math.max(0, Date.parse(at) - Date.parse(open.assigned_at));
  const failed = "error" in outcome;
  await tx.store.updateTask(open, {
    ...outcome,
    status: failed ? "failed" : "completed",
    completed_at: at,
  });
  const changes = {
    ...(agent.current_task_id === task_id ? { current_task_id: null } : {}),
    ...(failed
      ? { tasks_failed: agent.tasks_failed + 1 }
      : { tasks_completed: agent.tasks_completed + 1 }),
  };
  const changed =
    agent.state === "active"
      ? await changeState(tx, agent, { to: "ready", taskId: task_id, changes })
      : await tx.store.updateAgent(agent_id, changes);
  const facts = { agent_id, name: agent.name, project_id, task_id, title, attempt };
  const state = changed.state;
  if (failed) {
    const { error } = outcome;
    await tx.publish.agentTaskFailed({ ...facts, error, execution_time_ms, state, failed_at: at });
  } else {
    const { summary } = outcome.result;
    const completed_at = at;
    await tx.publish.agentTaskCompleted({
      ...facts,
      ...{ summary, execution_time_ms, state, completed_at },
    });
  }
  await reportResult(tx, task, outcome, execution_time_ms);
}

/** Tells the Planning System how an attempt ended. */
export async function reportResult(
  tx: Tx,
  { task_id, project_id, agent_id, attempt }: Attempt,
  outcome: Outcome,
  execution_time_ms: number,
): Promise<void> {
  const status = "error" in outcome ? "failed" : "completed";
  await tx.send.taskReportResult({
    ...{ task_id, project_id, agent_id, attempt, status, execution_time_ms },
    ...outcome,
  });
}

/** Fails whatever a locked agent has in hand. */
export async function failOpenTasks(tx: Tx, agent: AgentRow, error: ErrorDetail): Promise<void> {
  for (const task of await tx.store.openTasks({ agentId: agent.agent_id })) {
    await finishTask(tx, task, { error });
  }
}

/** Takes a task away from whoever has it, and from whoever would get it later. */
export async function dropTask(tx: Tx, taskId: string, reason: string | undefined): Promise<void> {
  await tx.store.markCancelled(taskId, now());
  for (const task of await tx.store.openTasks({ taskId })) await dropAttempt(tx, task, reason);
}

async function dropAttempt(tx: Tx, task: AgentTaskRow, reason: string | undefined): Promise<void> {
  const agent = await tx.store.lockAgent(task.agent_id);
  const open = await tx.store.findTask(task.task_id, task.attempt);
  if (open?.status !== "running") return;
  await tx.store.updateTask(task, { status: "cancelled", completed_at: now() });
  if (agent.current_task_id !== task.task_id) return;
  const changes = { current_task_id: null };
  if (agent.state === "active") {
    await changeState(tx, agent, { to: "ready", reason, taskId: task.task_id, changes });
  } else await tx.store.updateAgent(agent.agent_id, changes);
}

function refused(message: string): Acceptance {
  return { kind: "refused", error: { code: "failed_precondition", message, retryable: true } };
}
