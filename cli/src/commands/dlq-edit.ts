import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { CliError } from "../cli-error.ts";
import { findLetter } from "../platform/find-letters.ts";
import { type AuthorOptions, authorOf, type LetterOptions } from "../platform/letter-options.ts";
import { type OpenQueues, withQueues } from "../platform/open-queues.ts";
import type { Letter, MessageDefinition } from "../platform/queue-runtime.ts";
import type { Terminal } from "../terminal/terminal.ts";

export interface DlqEditOptions extends LetterOptions, AuthorOptions {
  /** JSON text. */
  readonly data?: string;
  /** File with JSON. */
  readonly file?: string;
}

/** `berrys dlq edit <letter>`: sends other data in its place, held to the contract before anything moves. */
export function dlqEdit(terminal: Terminal, id: string, options: DlqEditOptions): Promise<number> {
  const data = dataOf(terminal, options);
  return withQueues(terminal, options, async (queues) => {
    const letter = await findLetter(queues, id, options);
    const sent = await queues.runtime.editLetter(queues.admin.letters, letter, {
      ...authorOf(terminal, options),
      data,
      definition: await definitionOf(queues, letter),
      keys: keysOf(terminal, queues),
    });
    if (sent === null) {
      throw new CliError("cli/unknown-letter", `somebody else has moved \`${id}\` meanwhile`, {
        exitCode: 1,
      });
    }
    if (terminal.json) terminal.dataJson({ letterId: letter.letterId, message: sent });
    else terminal.data(`sent ${sent} to ${letter.group} in its place`);
    if (letter.reason === "crashed")
      terminal.info("its process crashed before: if it had its effect already, it now has another");
    return 0;
  });
}

function dataOf(terminal: Terminal, { data, file }: DlqEditOptions): unknown {
  if ((data === undefined) === (file === undefined)) {
    throw new CliError("cli/no-data", "expected the new data in --data or in --file", {
      hint: "give the whole `data` of the message as JSON",
    });
  }
  const text = data ?? readData(terminal.cwd, file ?? "");
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError("cli/invalid-data", `the new data is no JSON: ${reason}`);
  }
}

function readData(folder: string, file: string): string {
  try {
    return readFileSync(resolve(folder, file), "utf8");
  } catch (error) {
    const { code = "no file" } = error as NodeJS.ErrnoException;
    throw new CliError("cli/unreadable-data", `\`${file}\` cannot be read: ${code}`, {
      hint: "name a file with the new data in --file, or give the data in --data",
    });
  }
}

async function definitionOf({ declared }: OpenQueues, letter: Letter): Promise<MessageDefinition> {
  const type = letter.type ?? "";
  const definition = await declared.definition(letter.group, type);
  if (definition !== null) return definition;
  throw new CliError("cli/no-contract", `\`${letter.group}\` follows no message type \`${type}\``, {
    hint: "its contract is needed to check the new data; discard the letter instead",
  });
}

/** Keys for sensitive data: those of the environment, else those that `berrys start` made for itself. */
function keysOf(terminal: Terminal, { root, runtime }: OpenQueues) {
  const { env } = terminal;
  if (env.BERRYS_MESSAGE_KEYS) return runtime.parseKeyRing(env.BERRYS_MESSAGE_KEYS);
  const folder = resolve(terminal.cwd, env.BERRYS_DATA ?? join(root, ".berrys"));
  const file = join(folder, "message-keys");
  return existsSync(file) ? runtime.parseKeyRing(readFileSync(file, "utf8").trim()) : null;
}
