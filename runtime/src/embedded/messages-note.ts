import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where the messages of the services that run here are, for other processes. */
export type MessagesNote =
  /** On a server of the services' own. */
  | { readonly kind: "redis"; readonly url: string; readonly pid: number }
  /** In the memory of the process, where no other can reach them. */
  | { readonly kind: "memory"; readonly pid: number };

const fileName = "messages.json";

/** Notes in a data folder where messages are; the result takes the note back. */
export function noteMessages(directory: string, note: MessagesNote): () => void {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, fileName);
  writeFileSync(file, `${JSON.stringify(note)}\n`);
  return () => rmSync(file, { force: true });
}

/** The note in a data folder; null: nothing runs there. */
export function readMessagesNote(directory: string): MessagesNote | null {
  try {
    return JSON.parse(readFileSync(join(directory, fileName), "utf8")) as MessagesNote;
  } catch {
    return null;
  }
}
