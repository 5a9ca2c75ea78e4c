import { chooseGroups } from "../platform/choose-groups.ts";
import { filterOf, type LetterOptions } from "../platform/letter-options.ts";
import { withQueues } from "../platform/open-queues.ts";
import type { Letter } from "../platform/queue-runtime.ts";
import { jsonLetter, printLetters } from "../platform/show-letters.ts";
import type { Terminal } from "../terminal/terminal.ts";

export interface DlqLsOptions extends LetterOptions {
  readonly limit: number;
  /** The last letter of the page before. */
  readonly after?: string;
}

/** `berrys dlq ls`: dead letters, first to last of each queue, a page at a time. */
export function dlqLs(terminal: Terminal, options: DlqLsOptions): Promise<number> {
  return withQueues(terminal, options, async (queues) => {
    const { admin, runtime } = queues;
    const places = await chooseGroups(queues, options);
    const { limit, after } = options;
    const letters: Letter[] = [];
    let skipping = after !== undefined;
    for await (const letter of runtime.lettersOf(admin.letters, places, filterOf(options))) {
      if (!skipping) letters.push(letter);
      if (letter.letterId === after) skipping = false;
      if (letters.length > limit) break;
    }
    const page = letters.slice(0, limit);
    const next = letters.length > limit ? (page.at(-1)?.letterId ?? null) : null;
    if (terminal.json) {
      terminal.dataJson({ letters: page.map(jsonLetter), next });
      return 0;
    }
    printLetters(terminal, page);
    if (page.length === 0) terminal.info("no dead letters");
    if (next !== null) terminal.info(`there are more: --after ${next}`);
    return 0;
  });
}
