import { CliError } from "../cli-error.ts";
import { chooseGroups } from "../platform/choose-groups.ts";
import { filterOf, type LetterOptions } from "../platform/letter-options.ts";
import { withQueues } from "../platform/open-queues.ts";
import type { GroupPlace, Letter } from "../platform/queue-runtime.ts";
import { jsonLetter, printLetters } from "../platform/show-letters.ts";
import type { Terminal } from "../terminal/terminal.ts";

export interface DlqLsOptions extends LetterOptions {
  readonly limit: number;
  /** Where the page before ended: its `next`. */
  readonly after?: string;
}

/** `berrys dlq ls`: dead letters, first to last of each queue, a page at a time. */
export function dlqLs(terminal: Terminal, options: DlqLsOptions): Promise<number> {
  return withQueues(terminal, options, async (queues) => {
    const { admin, runtime } = queues;
    const places = await chooseGroups(queues, options);
    const { limit, after } = options;
    const letters: Letter[] = [];
    const isBehind = after === undefined ? () => true : behind(places, after);
    for await (const letter of runtime.lettersOf(admin.letters, places, filterOf(options))) {
      if (isBehind(letter)) letters.push(letter);
      if (letters.length > limit) break;
    }
    const page = letters.slice(0, limit);
    const last = page.at(-1);
    const next = letters.length > limit && last !== undefined ? placeOf(last) : null;
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

/** A letter among all of them; its own number says only where it is in its partition. */
function placeOf({ kind, channel, group, partition, letterId }: Letter): string {
  return [kind, channel, group, partition, letterId].join("/");
}

/** Whether letters lie behind a place, in the order that they are listed in; the one there may be gone. */
function behind(places: readonly GroupPlace[], after: string): (letter: Letter) => boolean {
  const rankOf = (kind: string, channel: string, group: string): number =>
    places.findIndex((one) => one.kind === kind && one.channel === channel && one.group === group);
  const [, kind = "", channel = "", group = "", ...numbers] =
    /^(\w+)\/(.+)\/([^/]+)\/(\d+)\/(\d+)-(\d+)$/.exec(after) ?? [];
  const start = [rankOf(kind, channel, group), ...numbers.map(Number)];
  if (start[0] === -1) {
    throw new CliError(
      "cli/invalid-place",
      `--after is \`${after}\`, expected where a page ended`,
      {
        hint: "take it from the line under the page before, or from its `next` with --json",
      },
    );
  }
  return (letter) => {
    const own = [
      rankOf(letter.kind, letter.channel, letter.group),
      ...[letter.partition, ...letter.letterId.split("-").map(Number)],
    ];
    const different = own.findIndex((number, index) => number !== start[index]);
    return different !== -1 && Number(own[different]) > Number(start[different]);
  };
}
