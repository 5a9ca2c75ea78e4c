import { chooseGroups } from "../platform/choose-groups.ts";
import { filterOf, type LetterOptions } from "../platform/letter-options.ts";
import { withQueues } from "../platform/open-queues.ts";
import { printTable, shorten } from "../platform/show-letters.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** `berrys dlq groups`: dead letters by what they died of, the most frequent first. */
export function dlqGroups(terminal: Terminal, options: LetterOptions): Promise<number> {
  return withQueues(terminal, options, async (queues) => {
    const { admin, runtime } = queues;
    const places = await chooseGroups(queues, options);
    const groups = await runtime.groupLetters(admin.letters, places, filterOf(options));
    if (terminal.json) {
      terminal.dataJson(groups);
      return 0;
    }
    if (groups.length === 0) terminal.info("no dead letters");
    else {
      printTable(
        terminal,
        ["FINGERPRINT", "COUNT", "GROUP", "REASON", "FIRST (UTC)", "LAST (UTC)", "TYPES", "ERROR"],
        groups.map((group) => [
          group.fingerprint,
          String(group.count),
          group.group,
          group.reason,
          group.firstDiedAt.slice(0, 19).replace("T", " "),
          group.lastDiedAt.slice(0, 19).replace("T", " "),
          group.types.join(", "),
          shorten(group.error),
        ]),
      );
    }
    return 0;
  });
}
