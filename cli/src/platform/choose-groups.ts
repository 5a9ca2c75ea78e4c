import { CliError } from "../cli-error.ts";
import type { OpenQueues } from "./open-queues.ts";
import type { GroupPlace, QueuePlace } from "./queue-runtime.ts";
import { chooseQueues, declaredGroups, type QueueChoice, unknownName } from "./topology.ts";

/**
 * The groups that are meant: those that the contracts declare, else those of that name that Redis has, which may be
 * of a service that is gone. None is an error that names the nearest.
 */
export async function chooseGroups(
  queues: OpenQueues,
  choice: QueueChoice,
): Promise<readonly GroupPlace[]> {
  const { declared, admin } = queues;
  const { group, channel } = choice;
  const found = declaredGroups(declared, choice);
  if (found.length > 0) return found;
  const places = chooseQueues(declared, choice);
  if (group === undefined) return [];
  const states = await Promise.all(places.map((place) => admin.queues.inspect(place)));
  const stored = states
    .filter(({ states }) => states.some(({ groups }) => groups.some((one) => one.group === group)))
    .map(({ kind, channel, partitions }) => ({ kind, channel, partitions, group }));
  if (stored.length > 0) return stored;
  const names = declared.groups.map((one) => one.group);
  if (channel === undefined || !names.includes(group)) throw unknownName("group", group, names);
  const followed = declaredGroups(declared, { group }).map((one) => one.channel);
  throw new CliError("cli/unknown-queue", `\`${group}\` does not follow \`${channel}\``, {
    hint: `it follows ${followed.join(", ")}`,
  });
}

/** The one queue of a channel name. */
export function chooseQueue({ declared }: OpenQueues, choice: QueueChoice): QueuePlace {
  const found = chooseQueues(declared, choice);
  const [queue] = found;
  if (queue !== undefined && found.length === 1) return queue;
  throw new CliError("cli/ambiguous-queue", `\`${choice.channel}\` has events and commands`, {
    hint: "say which with --kind",
  });
}
