import type { ErrorDetail } from "../schema.ts";

/** The work on a task failed: its own fault, to be reported. */
export class TaskFailure extends Error {
  override readonly name = "TaskFailure";
  readonly detail: ErrorDetail;

  constructor(detail: ErrorDetail) {
    super(detail.message);
    this.detail = detail;
  }
}

/** The task was taken away while it was worked on: nothing is to be reported. */
export class TaskDropped extends Error {
  override readonly name = "TaskDropped";
}
