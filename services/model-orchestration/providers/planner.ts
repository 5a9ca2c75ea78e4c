/** A task as a plan names it; the shape of `PlannedTask` in the contracts. */
export interface PlannedTask {
  readonly key: string;
  readonly title: string;
  readonly description: string;
  readonly task_type: string;
  readonly priority: "low" | "normal" | "high" | "critical";
  readonly required_capabilities: readonly string[];
  readonly depends_on: readonly string[];
  readonly estimated_duration_ms: number;
}

export interface PlanInput {
  readonly objectives: readonly string[];
  readonly dataSources: readonly string[];
  readonly deliverables: readonly string[];
}

/** Words that tell which capability an objective needs; the first rule that fits decides. */
const rules: readonly {
  readonly type: string;
  readonly capability: string;
  readonly words: RegExp;
}[] = [
  {
    type: "transformation",
    capability: "data_transformation",
    words: /\b(clean|convert|merge|transform|normali[sz]e|import|migrate)/i,
  },
  {
    type: "writing",
    capability: "report_writing",
    words: /\b(write|report|document|summar|present|draft|describe)/i,
  },
  {
    type: "research",
    capability: "research",
    words: /\b(research|find|collect|survey|compare|look up|explore)/i,
  },
  {
    type: "analysis",
    capability: "data_analysis",
    words:
      /\b(analy|segment|identify|predict|measure|forecast|detect|profile|evaluate|churn|trend)/i,
  },
];
const fallback = { type: "analysis", capability: "data_analysis" };

/**
 * Splits objectives into a task graph by rules: every data source is profiled first, every objective becomes a
 * task of the capability its words name, writing waits for the other objectives, every deliverable closes the plan.
 */
export function planTasks(input: PlanInput): readonly PlannedTask[] {
  const profiles = input.dataSources.map((source, index) =>
    plannedTask(
      `profile-${index + 1}`,
      `Profile ${source}`,
      `Find columns, types, ranges and gaps of ${source}.`,
      "profiling",
      ["data_profiling"],
      [],
    ),
  );
  const profileKeys = profiles.map((task) => task.key);
  const classified = input.objectives.map((objective, index) => ({
    key: `objective-${index + 1}`,
    objective,
    rule: rules.find((rule) => rule.words.test(objective)) ?? fallback,
  }));
  const groundwork = classified.filter(({ rule }) => rule.type !== "writing").map(({ key }) => key);
  const objectives = classified.map(({ key, objective, rule }) =>
    plannedTask(
      key,
      objective,
      `Reach the objective: ${objective}.`,
      rule.type,
      [rule.capability],
      rule.type === "writing" && groundwork.length > 0 ? groundwork : profileKeys,
    ),
  );
  const objectiveKeys = objectives.map((task) => task.key);
  const deliverables = (
    input.deliverables.length > 0 ? input.deliverables : ["Summary report"]
  ).map((deliverable, index) =>
    plannedTask(
      `deliverable-${index + 1}`,
      `Deliver ${deliverable}`,
      `Put the results together as ${deliverable}.`,
      "report",
      ["report_writing"],
      objectiveKeys,
      "high",
    ),
  );
  return [...profiles, ...objectives, ...deliverables];
}

function plannedTask(
  key: string,
  title: string,
  description: string,
  taskType: string,
  capabilities: readonly string[],
  dependsOn: readonly string[],
  priority: PlannedTask["priority"] = "normal",
): PlannedTask {
  return {
    key,
    title: title.slice(0, 300),
    description,
    task_type: taskType,
    priority,
    required_capabilities: capabilities,
    depends_on: dependsOn,
    estimated_duration_ms: 1_000,
  };
}
