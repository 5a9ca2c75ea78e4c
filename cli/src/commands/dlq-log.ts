import { chooseGroups } from "../platform/choose-groups.ts";
import { type QueueOptions, withQueues } from "../platform/open-queues.ts";
import { printTable } from "../platform/show-letters.ts";
import type { QueueChoice } from "../platform/topology.ts";
import type { Terminal } from "../terminal/terminal.ts";

export type DlqLogOptions = QueueOptions & QueueChoice;

/** `berrys dlq log`: who did what with dead letters, when and why. */
export function dlqLog(terminal: Terminal, options: DlqLogOptions): Promise<number> {
  return withQueues(terminal, options, async (queues) => {
    const { admin } = queues;
    const records = await Promise.all(
      (await chooseGroups(queues, options)).map(async (place) => {
        const { kind, channel, group } = place;
        const audit = await admin.letters.audit(place);
        return audit.map((record) => ({ ...record, kind, channel, group }));
      }),
    );
    const sorted = records.flat().sort((one, other) => (one.at < other.at ? -1 : 1));
    if (terminal.json) {
      terminal.dataJson(sorted);
      return 0;
    }
    if (sorted.length === 0) {
      terminal.info("nothing was done with dead letters");
      return 0;
    }
    printTable(
      terminal,
      ["WHEN (UTC)", "ACTION", "GROUP", "CHANNEL", "LETTER", "BY", "RUN", "WHY"],
      sorted.map(({ at, action, group, channel, letterId, by, run, why }) => [
        ...[at.slice(0, 19).replace("T", " "), action, group, channel, letterId],
        ...[by, run, why],
      ]),
    );
    return 0;
  });
}
