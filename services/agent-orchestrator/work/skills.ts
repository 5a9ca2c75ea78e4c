import type { TaskResult } from "../schema.ts";
import { type Assignment, type Material, materialOf, summaryOf } from "./assignment.ts";
import type { Hands, Thought } from "./hands.ts";
import { describeProfile, profilesOf } from "./profiles.ts";

type Data = Readonly<Record<string, unknown>>;

/** One way to do a task. */
type Skill = (task: Assignment, material: Material, hands: Hands) => Promise<TaskResult>;

/** Does a task by the first of its capabilities that is a skill, else by its type, else with words alone. */
export function perform(task: Assignment, hands: Hands): Promise<TaskResult> {
  const named = [...task.required_capabilities, byType[task.task_type] ?? ""];
  const name = named.find((capability) => Object.hasOwn(skills, capability));
  const skill = name === undefined ? answer : (skills[name] ?? answer);
  return skill(task, materialOf(task), hands);
}

const byType: Readonly<Record<string, string>> = {
  profiling: "data_profiling",
  analysis: "data_analysis",
  transformation: "data_transformation",
  research: "research",
  writing: "report_writing",
  report: "report_writing",
};

const skills: Readonly<Record<string, Skill>> = {
  data_profiling: profile,
  data_analysis: analyze,
  data_transformation: transform,
  research,
  report_writing: write,
};

async function profile(task: Assignment, material: Material, hands: Hands): Promise<TaskResult> {
  const profiles = await profilesOf(material, hands);
  const facts = { profiles: profiles.map(describeProfile) };
  const text = await hands.think("findings", thoughtOn(task, "analyze", facts));
  return resultOf(text, { profiles });
}

/** JSONata: what is worth saying about a profile. */
const insights = `{
  "rows": rows,
  "measures": [columns[type = "number"].{"name": name, "mean": mean, "min": min, "max": max}],
  "groups": [columns[type = "text" and distinct <= 12].{"name": name, "values": most_frequent.value}],
  "gaps": [columns[missing > 0].{"name": name, "missing": missing}]
}`;

async function analyze(task: Assignment, material: Material, hands: Hands): Promise<TaskResult> {
  const found = await transformed(insights, material, hands);
  const before = material.results.map(({ title, result }) => `${title}: ${result.summary}`);
  const facts = { insights: found, before };
  const text = await hands.think("findings", thoughtOn(task, "analyze", facts));
  return resultOf(text, { insights: found });
}

/** JSONata: how each column is to be cleaned. */
const cleaning = `{
  "columns": [columns.{
    "name": name,
    "type": type,
    "missing_becomes": missing > 0 ? (type = "number" ? $string(median) : "unknown") : "-"
  }]
}`;

async function transform(task: Assignment, material: Material, hands: Hands): Promise<TaskResult> {
  const rules = await transformed(cleaning, material, hands);
  const text = await hands.think("rules", thoughtOn(task, "generate", { rules }));
  return resultOf(text, { rules });
}

async function research(task: Assignment, material: Material, hands: Hands): Promise<TaskResult> {
  const pages = material.sources.filter((source) => /^https?:/.test(source));
  const texts = material.results.map(({ result }) => result.content);
  for (const url of pages) {
    const { body } = await hands.useTool(`fetch ${url}`, "http_fetch", { url });
    texts.push(String(body));
  }
  const others = material.sources.filter((source) => !pages.includes(source));
  const profiles = await profilesOf({ ...material, sources: others }, hands);
  const text = texts.filter((one) => one.trim() !== "").join("\n\n");
  const statistics =
    text === ""
      ? {}
      : await hands.useTool("statistics", "text_statistics", { text: text.slice(0, 900_000) });
  const facts = { pages, material: statistics, profiles: profiles.map(describeProfile) };
  const summary = await hands.think("summary", thoughtOn(task, "summarize", facts));
  return resultOf(summary, { pages, statistics });
}

async function write(task: Assignment, material: Material, hands: Hands): Promise<TaskResult> {
  const findings = material.results.map(({ title, result }) => `${title}: ${result.summary}`);
  const facts = { objectives: material.objectives, findings };
  const text = await hands.write("text", thoughtOn(task, "generate", facts));
  const sections = [
    { heading: "Summary", content: text },
    ...material.results.map(({ title, result }) => ({ heading: title, content: result.content })),
  ];
  const report = await hands.useTool("report", "report_writer", { title: task.title, sections });
  const content = String(report.markdown);
  return { ...resultOf(content, { sections: sections.length }), summary: summaryOf(text) };
}

async function answer(task: Assignment, material: Material, hands: Hands): Promise<TaskResult> {
  const findings = material.results.map(({ title, result }) => `${title}: ${result.summary}`);
  const facts = { objectives: material.objectives, sources: material.sources, findings };
  return resultOf(await hands.think("answer", thoughtOn(task, "generate", facts)), {});
}

/** Applies a JSONata expression to the profile of each source. */
async function transformed(
  expression: string,
  material: Material,
  hands: Hands,
): Promise<readonly Data[]> {
  const outputs: Data[] = [];
  for (const { source, profile: input } of await profilesOf(material, hands)) {
    const parameters = { expression, input };
    const { output } = await hands.useTool(`transform ${source}`, "json_transformer", parameters);
    outputs.push({ source, ...(output as Data) });
  }
  return outputs;
}

function thoughtOn(task: Assignment, type: Thought["type"], facts: Data): Thought {
  const prompt = `${task.title}\n\n${task.description}`.trim();
  return { type, prompt, facts: { title: task.title, ...facts } };
}

function resultOf(text: string, data: Data): TaskResult {
  const content = text.slice(0, 1_000_000);
  return { summary: summaryOf(content), format: "markdown", content, data };
}
