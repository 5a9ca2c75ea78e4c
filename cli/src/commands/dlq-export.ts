import { chooseGroups } from "../platform/choose-groups.ts";
import { filterOf, type LetterOptions } from "../platform/letter-options.ts";
import { withQueues } from "../platform/open-queues.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** `berrys dlq export`: every letter that fits as a line of JSON, its fields byte for byte; with `--json` one array. */
export function dlqExport(terminal: Terminal, options: LetterOptions): Promise<number> {
  return withQueues(terminal, options, async (queues) => {
    const { admin, runtime } = queues;
    const places = await chooseGroups(queues, options);
    const all: object[] = [];
    for await (const letter of runtime.lettersOf(admin.letters, places, filterOf(options))) {
      const exported = runtime.exportLetter(letter);
      if (terminal.json) all.push(exported);
      else terminal.data(JSON.stringify(exported));
    }
    if (terminal.json) terminal.dataJson(all);
    return 0;
  });
}
