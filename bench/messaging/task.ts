import { randomUUID } from "node:crypto";
import type { TaskCreated, TaskCreatedData } from "./contract/generated/events/task.ts";

/** Ordering keys that the messages are spread over. */
export const keyCount = 1024;

const keys = Array.from({ length: keyCount }, (_, index) => ({
  task: randomUUID(),
  project: `project-${String(index).padStart(4, "0")}`,
}));

/** Digits at the end of a title: a counter, or the time of sending in microseconds. */
const markDigits = 16;

/** What all systems send: a task of one of 1,024 projects; `mark` stands at the end of its title. */
export function taskData(index: number, mark: number): TaskCreatedData {
  const key = keys[index % keyCount] as (typeof keys)[number];
  return {
    task_id: key.task,
    project_id: key.project,
    title: `Profile ${String(mark).padStart(markDigits, "0")}`,
    priority: "high",
  };
}

/** The mark that {@link taskData} put into a title. */
export function markOf(data: Pick<TaskCreatedData, "title">): number {
  return Number(data.title.slice(-markDigits));
}

/** The envelope of 350 bytes, made the way an application without a runtime makes it. */
export function taskEnvelope(data: TaskCreatedData): TaskCreated {
  return {
    id: randomUUID(),
    type: "task.created",
    source: "planning-system",
    timestamp: new Date().toISOString(),
    correlation_id: randomUUID(),
    data,
    metadata: { key: data.project_id },
  };
}
