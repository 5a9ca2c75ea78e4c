/** What operators do with queues and dead letters, on any transport that can be administered. */

export type { MessageDefinition, ServiceDefinition, Topology } from "./definitions.ts";
export { type MessagesNote, readMessagesNote } from "./embedded/messages-note.ts";
export type { JournalRecord } from "./journal/record.ts";
export { storyOf } from "./journal/story.ts";
export { type KeyRing, parseKeyRing } from "./messages/key-ring.ts";
export { mask } from "./messages/mask.ts";
export { type DiscardOptions, discardLetters } from "./queues/discard.ts";
export { type EditOptions, editLetter } from "./queues/edit.ts";
export { type ExportedField, type ExportedLetter, exportLetter } from "./queues/export.ts";
export type { LetterFilter } from "./queues/filter.ts";
export { groupLetters, type LetterGroup } from "./queues/groups.ts";
export type { RampOptions } from "./queues/ramp.ts";
export { type ReplayOptions, type ReplayReport, replayLetters } from "./queues/replay.ts";
export { lettersOf } from "./queues/walk.ts";
export type {
  Administered,
  AuditRecord,
  Authorship,
  EarlierDeath,
  GroupAdmin,
  GroupPlace,
  GroupStart,
  GroupState,
  HaltedKey,
  Letter,
  LetterBox,
  LetterMove,
  LetterPageRequest,
  PartitionState,
  QueueAdmin,
  QueueInspector,
  QueueMember,
  QueuePlace,
  QueueState,
} from "./transports/queue-admin.ts";
export {
  createRedisQueueAdmin,
  type RedisQueueAdminOptions,
} from "./transports/redis/admin/queue-admin.ts";
