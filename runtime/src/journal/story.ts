import type { JournalReader } from "./journal.ts";
import type { JournalRecord } from "./record.ts";

/**
 * All that is known about an id, oldest first; `limit` at the most. For the id of a message that is the whole story it
 * belongs to: everything with its correlation id. Empty: the journal knows nothing, or nothing any more.
 */
export async function storyOf(
  journal: JournalReader,
  id: string,
  limit: number,
): Promise<readonly JournalRecord[]> {
  const found = await journal.find(id, limit);
  const correlation = found.find(({ messageId }) => messageId === id)?.correlationId ?? id;
  return correlation === id ? found : journal.find(correlation, limit);
}
