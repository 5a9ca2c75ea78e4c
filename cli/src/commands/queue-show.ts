import { chooseGroups, chooseQueue } from "../platform/choose-groups.ts";
import { showBytes, showDuration } from "../platform/moments.ts";
import { type QueueOptions, withQueues } from "../platform/open-queues.ts";
import type { QueueState } from "../platform/queue-runtime.ts";
import { printTable } from "../platform/show-letters.ts";
import type { QueueChoice } from "../platform/topology.ts";
import type { Terminal } from "../terminal/terminal.ts";

export type QueueShowOptions = QueueOptions & Omit<QueueChoice, "channel">;

/** `berrys queue show <channel>`: every partition, counted exactly. */
export function queueShow(
  terminal: Terminal,
  channel: string,
  options: QueueShowOptions,
): Promise<number> {
  return withQueues(terminal, options, async (queues) => {
    const queue = chooseQueue(queues, { ...options, channel });
    // Refuses a group that neither contracts nor Redis know.
    if (options.group !== undefined) await chooseGroups(queues, { ...options, channel });
    const state = await queues.admin.queues.inspect(queue, { exact: true });
    if (terminal.json) terminal.dataJson(state);
    else print(terminal, state, options.group);
    return 0;
  });
}

function print(terminal: Terminal, { states }: QueueState, only: string | undefined): void {
  printTable(
    terminal,
    ["PARTITION", "LENGTH", "MEMORY", "OLDEST (UTC)"],
    states.map(({ partition, length, bytes, oldestAt }) => [
      String(partition),
      String(length),
      showBytes(bytes),
      oldestAt?.slice(0, 19).replace("T", " ") ?? "-",
    ]),
  );
  const groups = states
    .flatMap((state) => state.groups)
    .filter(({ group }) => only === undefined || group === only);
  if (groups.length === 0) return;
  terminal.data("");
  const titles = ["PARTITION", "GROUP", "UNREAD", "PENDING", "URGENT", "DELAYED", "REPLAYING"];
  printTable(
    terminal,
    [...titles, "LAG", "DEAD", "EPOCH", "OWNER"],
    groups.map((group) => [
      ...[String(group.partition), group.group, String(group.unread), String(group.pending)],
      ...[String(group.urgent), String(group.delayed), String(group.replaying)],
      group.oldestUnsettledAt === null ? "-" : showDuration(group.lagMs),
      ...[String(group.dead), String(group.epoch), group.owner ?? "-"],
    ]),
  );
  const halted = groups.flatMap(({ halted, group }) => halted.map((one) => ({ ...one, group })));
  if (halted.length === 0) return;
  terminal.data("");
  printTable(
    terminal,
    ["HALTED KEY", "GROUP", "LETTER"],
    halted.map(({ key, group, letterId }) => [key, group, letterId]),
  );
}
