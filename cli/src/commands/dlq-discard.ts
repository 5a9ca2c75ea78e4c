import { CliError } from "../cli-error.ts";
import { chooseGroups } from "../platform/choose-groups.ts";
import { findLettersToMove } from "../platform/find-letters.ts";
import {
  type AuthorOptions,
  authorOf,
  filterOf,
  type LetterOptions,
} from "../platform/letter-options.ts";
import { type OpenQueues, withQueues } from "../platform/open-queues.ts";
import { count } from "../terminal/plural.ts";
import type { Terminal } from "../terminal/terminal.ts";

export interface DlqDiscardOptions extends LetterOptions, AuthorOptions {
  readonly dryRun?: boolean;
}

export interface DlqPurgeOptions extends DlqDiscardOptions {
  readonly yes?: boolean;
}

/** `berrys dlq discard <letter…>`: throws letters away. */
export function dlqDiscard(
  terminal: Terminal,
  ids: readonly string[],
  options: DlqDiscardOptions,
): Promise<number> {
  return withQueues(terminal, options, async (queues) => {
    await findLettersToMove(queues, ids, options);
    return discard(terminal, queues, ids, options);
  });
}

/** `berrys dlq purge`: throws away all letters that fit; tells how many and asks for `--yes` first. */
export function dlqPurge(terminal: Terminal, options: DlqPurgeOptions): Promise<number> {
  return withQueues(terminal, options, async (queues) => {
    if (options.yes || options.dryRun) return discard(terminal, queues, [], options);
    const { admin, runtime } = queues;
    const found = await runtime.discardLetters(admin.letters, {
      places: await chooseGroups(queues, options),
      filter: filterOf(options),
      ...authorOf(terminal, options),
      dryRun: true,
    });
    throw new CliError(
      "cli/not-confirmed",
      `${count(found, "dead letter")} would be thrown away for good`,
      { hint: "say --yes to do it; `berrys dlq export` keeps a copy" },
    );
  });
}

async function discard(
  terminal: Terminal,
  queues: OpenQueues,
  ids: readonly string[],
  options: DlqDiscardOptions,
): Promise<number> {
  const { admin, runtime } = queues;
  const discarded = await runtime.discardLetters(admin.letters, {
    places: await chooseGroups(queues, options),
    filter: filterOf(options, ids),
    ...authorOf(terminal, options),
    ...(options.dryRun ? { dryRun: true } : null),
    onDiscarded: ({ letterId, group }) => terminal.detail(`${letterId} ${group}`),
  });
  if (terminal.json) terminal.dataJson({ discarded, dryRun: options.dryRun ?? false });
  else {
    const letters = count(discarded, "dead letter");
    terminal.data(options.dryRun ? `would discard ${letters}` : `discarded ${letters}`);
  }
  return 0;
}
