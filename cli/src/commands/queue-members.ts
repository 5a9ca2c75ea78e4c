import { chooseGroups } from "../platform/choose-groups.ts";
import { showDuration } from "../platform/moments.ts";
import { type QueueOptions, withQueues } from "../platform/open-queues.ts";
import { printTable } from "../platform/show-letters.ts";
import type { QueueChoice } from "../platform/topology.ts";
import type { Terminal } from "../terminal/terminal.ts";

export type QueueMembersOptions = QueueOptions & QueueChoice;

/** `berrys queue members`: processes that follow channels, and which partitions they own. */
export function queueMembers(terminal: Terminal, options: QueueMembersOptions): Promise<number> {
  return withQueues(terminal, options, async (queues) => {
    const places = await chooseGroups(queues, options);
    const found = await Promise.all(
      places.map(async (place) => {
        const { kind, channel, group } = place;
        const members = await queues.admin.queues.members(place);
        return members.map((member) => ({ kind, channel, group, ...member }));
      }),
    );
    const rows = found.flat();
    if (terminal.json) {
      terminal.dataJson(rows);
      return 0;
    }
    if (rows.length === 0) terminal.info("no process follows");
    else {
      printTable(
        terminal,
        ["QUEUE", "GROUP", "MEMBER", "HEARD OF", "OWNS"],
        rows.map(({ kind, channel, group, member, silentMs, owns }) => [
          kind === "command" ? `${channel} (commands)` : channel,
          group,
          member,
          `${showDuration(silentMs)} ago`,
          owns.join(" ") || "-",
        ]),
      );
    }
    return 0;
  });
}
