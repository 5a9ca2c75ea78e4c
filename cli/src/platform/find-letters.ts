import { CliError } from "../cli-error.ts";
import { chooseGroups } from "./choose-groups.ts";
import { filterOf, type LetterOptions } from "./letter-options.ts";
import type { OpenQueues } from "./open-queues.ts";
import type { Letter } from "./queue-runtime.ts";

/** What `findLetters` finds, to be moved: an id that several letters have as their own is an error too. */
export async function findLettersToMove(
  queues: OpenQueues,
  ids: readonly string[],
  options: LetterOptions,
): Promise<readonly Letter[]> {
  const found = await findLetters(queues, ids, options);
  for (const id of ids) {
    const own = found.filter(({ letterId }) => letterId === id);
    if (own.length > 1) throw ambiguous(id, own);
  }
  return found;
}

/** Letters by ids of letters or of messages; an id that none has is an error. */
export async function findLetters(
  queues: OpenQueues,
  ids: readonly string[],
  options: LetterOptions,
): Promise<readonly Letter[]> {
  const places = await chooseGroups(queues, options);
  const found: Letter[] = [];
  const all = queues.runtime.lettersOf(queues.admin.letters, places, filterOf(options, ids));
  for await (const letter of all) found.push(letter);
  const missing = ids.find((id) => !found.some((one) => one.letterId === id || one.id === id));
  if (missing === undefined) return found;
  throw new CliError("cli/unknown-letter", `there is no dead letter \`${missing}\``, {
    hint: "`berrys dlq ls` lists them; it may have been replayed or discarded",
    exitCode: 1,
  });
}

/** The one letter with an id; several groups may have one of the same message. */
export async function findLetter(
  queues: OpenQueues,
  id: string,
  options: LetterOptions,
): Promise<Letter> {
  const found = await findLettersToMove(queues, [id], options);
  const [letter] = found;
  if (letter !== undefined && found.length === 1) return letter;
  const groups = found.map(({ group }) => group).join(", ");
  throw new CliError(
    "cli/ambiguous-letter",
    `${found.length} dead letters have the id \`${id}\`, of ${groups}`,
    { hint: "say which with --group, or take the letter's own id" },
  );
}

// Redis numbers the letters of each partition on its own, so that two may have one number.
function ambiguous(id: string, letters: readonly Letter[]): CliError {
  const places = letters.map(
    ({ channel, partition, group }) => `partition ${partition} of \`${channel}\` for \`${group}\``,
  );
  return new CliError(
    "cli/ambiguous-letter",
    `${letters.length} dead letters have the id \`${id}\`: ${places.join(", ")}`,
    { hint: `take the id of the message: ${letters.map((letter) => letter.id).join(", ")}` },
  );
}
