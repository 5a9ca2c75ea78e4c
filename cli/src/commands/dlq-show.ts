import { findLetters } from "../platform/find-letters.ts";
import type { LetterOptions } from "../platform/letter-options.ts";
import { type OpenQueues, withQueues } from "../platform/open-queues.ts";
import type { Letter } from "../platform/queue-runtime.ts";
import { jsonLetter } from "../platform/show-letters.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** `berrys dlq show <letter>`: all that is known of a letter; what the contract calls sensitive is masked. */
export function dlqShow(terminal: Terminal, id: string, options: LetterOptions): Promise<number> {
  return withQueues(terminal, options, async (queues) => {
    const found = await findLetters(queues, [id], options);
    const letters = await Promise.all(found.map((letter) => masked(queues, letter)));
    if (terminal.json) terminal.dataJson(letters.map(jsonLetter));
    else for (const letter of letters) print(terminal, letter);
    return 0;
  });
}

async function masked({ declared, runtime }: OpenQueues, letter: Letter): Promise<Letter> {
  const definition =
    letter.type === null ? null : await declared.definition(letter.group, letter.type);
  if (definition === null || definition.sensitive.length === 0) return letter;
  const envelope = JSON.parse(letter.body) as Readonly<Record<string, unknown>>;
  const data = runtime.mask(envelope.data, definition.sensitive);
  return { ...letter, body: JSON.stringify({ ...envelope, data }) };
}

function print(terminal: Terminal, letter: Letter): void {
  const { bold } = terminal.dataColors;
  const queue = letter.kind === "command" ? `commands of ${letter.channel}` : letter.channel;
  const facts: readonly (readonly [string, string | null])[] = [
    ["letter", letter.letterId],
    ["group", letter.group],
    ["queue", `${queue}, partition ${letter.partition}`],
    ["type", letter.type],
    ["message", letter.id],
    ["key", letter.key],
    ["correlation", letter.correlationId],
    ["sent", letter.sentAt],
    ["died", letter.diedAt],
    ["reason", letter.reason],
    ["attempts", String(letter.attempt)],
    ["replays", String(letter.replays)],
    ["owner", letter.owner],
    ["fingerprint", letter.fingerprint],
    ["error", letter.error],
  ];
  for (const [name, value] of facts) {
    if (value !== null && value !== "") terminal.data(`${bold(name.padEnd(11))} ${value}`);
  }
  for (const death of letter.history) {
    terminal.data(
      `${bold("before".padEnd(11))} died ${death.diedAt} (${death.reason}: ${death.error}), replayed ${death.replayedAt} by ${death.by}`,
    );
  }
  terminal.data(`\n${pretty(letter.body)}`);
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
