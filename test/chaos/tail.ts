import { closeSync, openSync, readSync } from "node:fs";
import { type HistoryLine, parseLine } from "./history.ts";

/** Follows a history while it grows. */
export interface Tail {
  /** How often a step was written so far, by one group or by all. */
  count(step: HistoryLine["step"], group?: string): number;
  /** The fault or restoration that was written last. */
  lastFault(): { readonly at: number; readonly kind: string } | null;
  close(): void;
}

const chunkSize = 1 << 20;

/** Reads only what is new at each question. */
export function followHistory(file: string): Tail {
  const descriptor = openSync(file, "r");
  const counts = new Map<string, number>();
  const chunk = Buffer.alloc(chunkSize);
  let rest = "";
  let fault: { readonly at: number; readonly kind: string } | null = null;
  const add = (name: string): void => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  };
  const take = (line: HistoryLine): void => {
    add(line.step);
    if ("group" in line) add(`${line.step} ${line.group}`);
    if (line.step === "fault" || line.step === "restore") fault = line;
  };
  const catchUp = (): void => {
    for (let size = 1; size > 0; ) {
      size = readSync(descriptor, chunk, 0, chunkSize, null);
      // Everything in a history is ASCII but for error texts, which nobody counts.
      const lines = (rest + chunk.toString("latin1", 0, size)).split("\n");
      rest = lines.pop() ?? "";
      for (const text of lines) {
        const line = parseLine(text);
        if (line !== null) take(line);
      }
    }
  };
  return {
    count: (step, group) => {
      catchUp();
      return counts.get(group === undefined ? step : `${step} ${group}`) ?? 0;
    },
    lastFault: () => {
      catchUp();
      return fault;
    },
    close: () => closeSync(descriptor),
  };
}
