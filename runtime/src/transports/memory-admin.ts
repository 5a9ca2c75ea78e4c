import { BerrysError } from "../errors.ts";
import type { JournalReader } from "../journal/journal.ts";
import { assertGroupName } from "./group-name.ts";
import type { MemoryGroup } from "./memory-group.ts";
import type {
  GroupPlace,
  GroupStart,
  PartitionState,
  QueueAdmin,
  QueuePlace,
} from "./queue-admin.ts";

/** What the administration of the memory transport needs of it. */
export interface MemoryQueues {
  groups(queue: QueuePlace): ReadonlyMap<string, MemoryGroup>;
  /** Messages of a partition that are kept, when the first of them was published (null: there is none), and how many wait for their time. */
  kept(
    queue: QueuePlace,
    partition: number,
  ): { readonly length: number; readonly oldest: Date | null; readonly delayed: number };
  /** Makes a group that begins there; returns how many messages wait for it. */
  create(place: GroupPlace, start: GroupStart): number;
  /** How many messages a group that begins there would get. */
  count(place: GroupPlace, start: GroupStart): number;
  /** Gives a group that nobody follows another beginning. */
  restart(place: GroupPlace, start: GroupStart): void;
  forget(place: GroupPlace): void;
}

/** Queues and dead letters of one process, for that process alone. */
export function createMemoryAdmin(journal: JournalReader, queues: MemoryQueues): QueueAdmin {
  const groupOf = (place: GroupPlace): MemoryGroup => {
    const group = queues.groups(place).get(place.group);
    if (group !== undefined) return group;
    throw new BerrysError("not_found", `\`${place.channel}\` has no group \`${place.group}\``);
  };
  const refuseFollowed = (place: GroupPlace): void => {
    if (groupOf(place).members().length === 0) return;
    throw new BerrysError(
      "failed_precondition",
      `\`${place.group}\` follows \`${place.channel}\`; stop it first`,
    );
  };
  return {
    journal,
    queues: {
      inspect: async (queue) => ({
        kind: queue.kind,
        channel: queue.channel,
        partitions: queue.partitions,
        states: partitionsOf(queue).map((partition): PartitionState => {
          const { length, oldest, delayed } = queues.kept(queue, partition);
          const groups = [...queues.groups(queue).values()].map((group) => {
            const state = group.state(partition);
            return { ...state, delayed: state.delayed + delayed };
          });
          return {
            partition,
            length,
            oldestAt: oldest?.toISOString() ?? null,
            bytes: null,
            groups: groups.sort((one, other) => (one.group < other.group ? -1 : 1)),
          };
        }),
      }),
      members: async (place) => queues.groups(place).get(place.group)?.members() ?? [],
    },
    letters: {
      read: async (request) => queues.groups(request).get(request.group)?.read(request) ?? [],
      move: async (letter, move, authorship) => {
        const place = { ...letter, partitions: letter.partition + 1 };
        return queues.groups(place).get(letter.group)?.move(letter, move, authorship) ?? null;
      },
      waiting: async (place, partition, entries) => groupOf(place).waiting(partition, entries),
      audit: async (place) => queues.groups(place).get(place.group)?.audit() ?? [],
    },
    groups: {
      create: async (place, start) => {
        assertGroupName(place.group);
        if (queues.groups(place).has(place.group)) {
          throw new BerrysError(
            "already_exists",
            `\`${place.channel}\` already has a group \`${place.group}\``,
          );
        }
        return queues.create(place, start);
      },
      rewind: async (place, start, { dryRun = false, ...authorship }) => {
        refuseFollowed(place);
        const count = queues.count(place, start);
        if (dryRun) return count;
        queues.restart(place, start);
        groupOf(place).note(authorship);
        return count;
      },
      retire: async (place, { withDeadLetters }) => {
        refuseFollowed(place);
        const { length } = groupOf(place).letters();
        if (length > 0 && !withDeadLetters) {
          throw new BerrysError(
            "failed_precondition",
            `\`${place.group}\` has ${length} dead letters of \`${place.channel}\`; replay or discard them first, or retire the group together with them`,
          );
        }
        queues.forget(place);
      },
      resume: async (place, key, authorship) => groupOf(place).resume(key, authorship),
    },
  };
}

function partitionsOf({ partitions }: QueuePlace): readonly number[] {
  return Array.from({ length: partitions }, (_, partition) => partition);
}
