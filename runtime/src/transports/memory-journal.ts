import type { JournalReader, JournalWriter } from "../journal/journal.ts";
import { isAbout, readRecord } from "../journal/record.ts";

/** The journal of one process, gone with it. */
export function createMemoryJournal(): JournalWriter & JournalReader {
  let pages: string[] = [];
  let bytes = 0;
  return {
    append: async (lines, maxBytes) => {
      pages.push(lines);
      bytes += lines.length;
      let gone = 0;
      while (bytes > maxBytes && gone < pages.length) bytes -= pages[gone++]?.length ?? 0;
      if (gone > 0) pages = pages.slice(gone);
    },
    find: async (id, limit) =>
      pages
        .filter((page) => page.includes(id))
        .flatMap((page) => page.split("\n").map(readRecord))
        .filter((record) => record !== null && isAbout(record, id))
        .filter((record) => record !== null)
        .toSorted((one, other) => one.at - other.at)
        .slice(0, limit),
  };
}
