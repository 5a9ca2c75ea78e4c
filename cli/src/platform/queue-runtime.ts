import type * as Queues from "@berrys/runtime/queues";
import { importRuntime } from "../load-services.ts";

export type {
  GroupPlace,
  GroupStart,
  GroupState,
  JournalRecord,
  Letter,
  LetterFilter,
  MessageDefinition,
  MessagesNote,
  QueueAdmin,
  QueuePlace,
  QueueState,
  Topology,
} from "@berrys/runtime/queues";

/** What the runtime of the workspace does with queues and dead letters. */
export type QueueRuntime = typeof Queues;

export function importQueues(root: string): Promise<QueueRuntime> {
  return importRuntime<QueueRuntime>(root, "queues");
}
