import { checkPlanProposal, type PlanProposal } from "@berrys/platform/schemas/model";
import { now } from "@berrys/runtime/database/columns";
import { BerrysError } from "@berrys/runtime/errors";
import { violationsOf } from "@berrys/runtime/violation";
import { v5 as uuidv5, v7 as uuidv7 } from "uuid";
import type { PlanRow, TaskRow } from "./store.ts";
import { topologicalOrder } from "./task-graph.ts";
import type { Ctx } from "./tasks.ts";

/** What a plan is made for. */
export interface PlanOrder {
  readonly projectId: string;
  /** Number of the plan within its project; asking twice for one gives the same plan. */
  readonly revision: number;
  readonly name: string;
  readonly description: string;
  readonly objectives: readonly string[];
  readonly dataSources: readonly string[];
  readonly deliverables: readonly string[];
  readonly outputFormats: readonly string[];
  readonly deadline: string | null;
  /** Why the plan before was rejected; empty for the first. */
  readonly feedback: string;
}

const maxAttempts = 3;

/** The plan of that revision: the one that is there, or a new one from a model. */
export async function createPlan(order: PlanOrder, context: Ctx): Promise<PlanRow> {
  const existing = await context.store.planOfRevision(order.projectId, order.revision);
  if (existing !== undefined) return existing;
  const proposal = await propose(order, context);
  const plan = newPlan(order, proposal.summary);
  const tasks = newTasks(order, plan, proposal);
  return context.transaction(async (tx) => {
    await tx.store.supersedePlans(order.projectId, plan.created_at);
    if (!(await tx.store.insertPlan(plan, tasks))) return tx.store.currentPlan(order.projectId);
    for (const task of tasks) await tx.publish.taskCreated(toEvent(task));
    return plan;
  });
}

/** Executions of one plan at most, over all deliveries of the order. */
const maxExecutions = 10;

async function propose(order: PlanOrder, context: Ctx): Promise<PlanProposal> {
  const startedAt = now();
  for (let execution = 1; execution <= maxExecutions; execution++) {
    const outcome = await context.request.modelExecute(toExecution(order, execution), {
      signal: context.signal,
      timeoutMs: 55_000,
    });
    if (outcome.status === "completed") return checkedProposal(outcome.result);
    // A failure of an earlier delivery is stored for good; this one may do better under the next number.
    if (outcome.completed_at !== null && outcome.completed_at < startedAt) continue;
    throw new BerrysError(
      "unavailable",
      `The model made no plan: ${outcome.error?.message ?? "no reason given"}`,
    );
  }
  throw new BerrysError(
    "failed_precondition",
    `The model made no plan in ${maxExecutions} executions`,
  );
}

/** The same order and number give the same execution, also after a crash in between. */
function toExecution(order: PlanOrder, execution: number) {
  return {
    execution_id: uuidv5(`plan ${order.revision}/${execution}`, order.projectId),
    execution_type: "plan" as const,
    prompt: `Plan the project "${order.name}". ${order.description}`.trim(),
    project_id: order.projectId,
    inputs: {
      objectives: order.objectives,
      data_sources: order.dataSources,
      deliverables: order.deliverables,
      ...(order.feedback === "" ? {} : { feedback: order.feedback }),
    },
  };
}

/** Refuses what is no plan, and dependencies that lead in a circle or nowhere. */
export function checkedProposal(value: unknown): PlanProposal {
  const violations = violationsOf(checkPlanProposal, value);
  const [first] = violations;
  if (first !== undefined) {
    throw new BerrysError(
      "invalid_argument",
      `The model's answer is no plan: expected ${first.expected} at ${first.pointer || "the root"}, got ${first.got}`,
      { details: { violations } },
    );
  }
  const proposal = value as PlanProposal;
  topologicalOrder(
    proposal.tasks.map(({ key, depends_on }) => ({ id: key, dependencies: depends_on })),
  );
  return proposal;
}

function newPlan(order: PlanOrder, summary: string): PlanRow {
  const at = now();
  return {
    plan_id: uuidv7(),
    project_id: order.projectId,
    revision: order.revision,
    state: "in_review",
    summary,
    objectives: order.objectives,
    data_sources: order.dataSources,
    output_formats: order.outputFormats,
    paused: false,
    created_at: at,
    updated_at: at,
  };
}

/** Rows in the order of the dependencies; keys of the proposal become ids. */
function newTasks(order: PlanOrder, plan: PlanRow, { tasks }: PlanProposal): readonly TaskRow[] {
  const byKey = new Map(tasks.map((task) => [task.key, task]));
  const sorted = topologicalOrder(
    tasks.map(({ key, depends_on }) => ({ id: key, dependencies: depends_on })),
  );
  const ids = new Map(sorted.map((key) => [key, uuidv7()]));
  const idOf = (key: string): string => ids.get(key) ?? key;
  return sorted.flatMap((key) => {
    const task = byKey.get(key);
    if (task === undefined) return [];
    return {
      task_id: idOf(key),
      project_id: order.projectId,
      plan_id: plan.plan_id,
      parent_task_id: null,
      title: task.title,
      description: task.description,
      task_type: task.task_type,
      priority: task.priority,
      required_capabilities: task.required_capabilities,
      dependencies: task.depends_on.map(idOf),
      state: "pending" as const,
      agent_id: null,
      attempt: 0,
      max_attempts: maxAttempts,
      progress_percent: 0,
      deadline: order.deadline,
      estimated_duration_ms: task.estimated_duration_ms ?? null,
      result: null,
      error: null,
      created_at: plan.created_at,
      updated_at: plan.created_at,
      started_at: null,
      completed_at: null,
    };
  });
}

function toEvent(task: TaskRow) {
  return {
    task_id: task.task_id,
    project_id: task.project_id,
    plan_id: task.plan_id,
    title: task.title,
    description: task.description,
    task_type: task.task_type,
    priority: task.priority,
    required_capabilities: task.required_capabilities,
    dependencies: task.dependencies,
    state: task.state,
    created_at: task.created_at,
    ...(task.deadline === null ? {} : { deadline: task.deadline }),
    ...(task.estimated_duration_ms === null
      ? {}
      : { estimated_duration_ms: task.estimated_duration_ms }),
  };
}
