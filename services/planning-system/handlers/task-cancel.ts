import type { TaskCancel } from "@berrys/platform/commands/task";
import { cancelWithDependents } from "../cancel.ts";
import type { Ctx } from "../tasks.ts";

/** Cancels a task, and those that wait for it, at the wish of another service. */
export async function taskCancel(command: TaskCancel, context: Ctx): Promise<void> {
  const { task_id, requested_by, reason } = command.data;
  await context.transaction((tx) =>
    cancelWithDependents(tx, task_id, reason ?? `${requested_by} asked for it`),
  );
}
