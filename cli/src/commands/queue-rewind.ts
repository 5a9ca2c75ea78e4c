import { CliError } from "../cli-error.ts";
import { chooseQueue } from "../platform/choose-groups.ts";
import { type AuthorOptions, authorOf } from "../platform/letter-options.ts";
import { parseDuration } from "../platform/moments.ts";
import { type QueueOptions, withQueues } from "../platform/open-queues.ts";
import type { GroupStart } from "../platform/queue-runtime.ts";
import { count } from "../terminal/plural.ts";
import type { Terminal } from "../terminal/terminal.ts";

export interface QueueRewindOptions extends QueueOptions, AuthorOptions {
  readonly group: string;
  /** `beginning`, `end`, a time, a time ago, or the id of an entry. */
  readonly from: string;
  /** Makes the group. */
  readonly new?: boolean;
  readonly yes?: boolean;
  readonly kind?: "event" | "command";
}

/** `berrys queue rewind <channel>`: moves a group to another position, or makes one that begins there. */
export function queueRewind(
  terminal: Terminal,
  channel: string,
  options: QueueRewindOptions,
): Promise<number> {
  const start = startOf(options.from);
  return withQueues(terminal, options, async (queues) => {
    const { group } = options;
    const place = { ...chooseQueue(queues, { ...options, channel }), group };
    const { groups } = queues.admin;
    if (options.new) {
      const waiting = await groups.create(place, start);
      if (terminal.json) terminal.dataJson({ channel, group, waiting, created: true });
      else terminal.data(`made \`${group}\`; ${count(waiting, "message")} wait for it`);
      return 0;
    }
    const author = authorOf(terminal, options);
    const waiting = await groups.rewind(place, start, { ...author, dryRun: !options.yes });
    if (!options.yes) {
      throw new CliError(
        "cli/not-confirmed",
        `${count(waiting, "message")} would wait for \`${group}\`, and what it has not settled before would be passed over`,
        {
          hint: "say --yes to do it; a service with an inbox does nothing about messages that the inbox knows",
        },
      );
    }
    if (terminal.json) terminal.dataJson({ channel, group, waiting, created: false });
    else terminal.data(`moved \`${group}\`; ${count(waiting, "message")} wait for it`);
    return 0;
  });
}

function startOf(from: string): GroupStart {
  if (from === "beginning" || from === "end") return { kind: from };
  if (/^\d{12,}-\d+$/.test(from)) return { kind: "after", entry: from };
  if (/^\d+(\.\d+)?[smhd]$/.test(from)) {
    return { kind: "time", at: new Date(Date.now() - parseDuration(from, "--from")) };
  }
  const at = new Date(from);
  if (!Number.isNaN(at.getTime()) && /^\d{4}-/.test(from)) return { kind: "time", at };
  throw new CliError("cli/invalid-start", `--from is \`${from}\`, expected a position`, {
    hint: "write `beginning`, `end`, a time like `2026-01-31T12:00:00Z`, a time ago like `2h`, or the id of an entry",
  });
}
