import { userInfo } from "node:os";
import type { Terminal } from "../terminal/terminal.ts";
import { parseDuration } from "./moments.ts";
import type { QueueOptions } from "./open-queues.ts";
import type { LetterFilter } from "./queue-runtime.ts";
import type { QueueChoice } from "./topology.ts";

/** Which letters are meant. */
export interface LetterOptions extends QueueOptions, QueueChoice {
  readonly type?: readonly string[];
  readonly key?: string;
  readonly reason?: string;
  readonly fingerprint?: string;
  readonly olderThan?: string;
  readonly newerThan?: string;
}

/** Who changes something and why, for the record. */
export interface AuthorOptions {
  readonly by?: string;
  readonly why?: string;
}

/** The filter that options and ids make. */
export function filterOf(options: LetterOptions, ids: readonly string[] = []): LetterFilter {
  const { type, key, reason, fingerprint, olderThan, newerThan } = options;
  const ago = (text: string, option: string): Date =>
    new Date(Date.now() - parseDuration(text, option));
  return {
    ...(type === undefined ? null : { types: type }),
    ...(key === undefined ? null : { key }),
    ...(reason === undefined ? null : { reason }),
    ...(fingerprint === undefined ? null : { fingerprint }),
    ...(olderThan === undefined ? null : { diedBefore: ago(olderThan, "--older-than") }),
    ...(newerThan === undefined ? null : { diedAfter: ago(newerThan, "--newer-than") }),
    ...(ids.length === 0 ? null : { ids }),
  };
}

/** Whether options narrow letters down at all. */
export function narrows(options: LetterOptions): boolean {
  const { type, key, reason, fingerprint, olderThan, newerThan, group, channel } = options;
  return [type, key, reason, fingerprint, olderThan, newerThan, group, channel].some(
    (value) => value !== undefined,
  );
}

/** The author of a change: whoever is named, else the user of the system. */
export function authorOf(
  terminal: Terminal,
  options: AuthorOptions,
  run = "",
): { readonly by: string; readonly why: string; readonly run: string } {
  const by = options.by ?? terminal.env.USER ?? systemUser();
  return { by, why: options.why ?? "", run };
}

function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return "unknown";
  }
}
