import { now } from "@berrys/runtime/database/columns";
import type { Ctx } from "./agents.ts";
import type { TemplateRow } from "./store.ts";

/** Registers the templates, in the order of their names; those that are there already stay as they are. */
export async function seedTemplates(context: Ctx): Promise<void> {
  await context.transaction(async (tx) => {
    for (const template of templates) await tx.store.addTemplate(rowOf(template));
  });
}

type Seed = Pick<
  TemplateRow,
  "template_id" | "name" | "description" | "specializations" | "capabilities"
>;

const templates: readonly Seed[] = [
  {
    template_id: "0195e000-0000-7000-8000-000000000301",
    name: "Data Analyst",
    description: "Finds measures, groups and gaps in data and says what they mean.",
    specializations: ["data_analyst"],
    capabilities: ["data_analysis", "data_profiling"],
  },
  {
    template_id: "0195e000-0000-7000-8000-000000000302",
    name: "Data Engineer",
    description: "Cleans and reshapes data.",
    specializations: ["data_engineer"],
    capabilities: ["data_transformation", "data_profiling"],
  },
  {
    template_id: "0195e000-0000-7000-8000-000000000303",
    name: "Data Profiler",
    description: "Finds out what data hold: columns, types, ranges, gaps.",
    specializations: ["data_profiler"],
    capabilities: ["data_profiling"],
  },
  {
    template_id: "0195e000-0000-7000-8000-000000000304",
    name: "Generalist",
    description: "Does a bit of everything where a team must be small.",
    specializations: ["generalist"],
    capabilities: [
      "data_profiling",
      "data_analysis",
      "data_transformation",
      "research",
      "report_writing",
    ],
  },
  {
    template_id: "0195e000-0000-7000-8000-000000000305",
    name: "Researcher",
    description: "Collects material and sums it up.",
    specializations: ["researcher"],
    capabilities: ["research"],
  },
  {
    template_id: "0195e000-0000-7000-8000-000000000306",
    name: "Writer",
    description: "Puts results together as reports.",
    specializations: ["writer"],
    capabilities: ["report_writing"],
  },
];

function rowOf(seed: Seed): TemplateRow {
  const at = now();
  return {
    ...seed,
    model_id: null,
    tool_ids: [],
    created_at: at,
    updated_at: at,
    tasks_completed: 0,
    tasks_failed: 0,
  };
}
