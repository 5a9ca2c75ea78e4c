import { CliError } from "../cli-error.ts";
import { chooseGroups, chooseQueue } from "../platform/choose-groups.ts";
import { type AuthorOptions, authorOf } from "../platform/letter-options.ts";
import { type QueueOptions, withQueues } from "../platform/open-queues.ts";
import type { Terminal } from "../terminal/terminal.ts";

export interface QueueResumeOptions extends QueueOptions, AuthorOptions {
  readonly group: string;
  readonly key: string;
  readonly kind?: "event" | "command";
}

/** `berrys queue resume <channel>`: lets a halted key go on without its dead letter. */
export function queueResume(
  terminal: Terminal,
  channel: string,
  options: QueueResumeOptions,
): Promise<number> {
  return withQueues(terminal, options, async (queues) => {
    const { group, key } = options;
    const { kind } = chooseQueue(queues, { ...options, channel });
    for (const place of await chooseGroups(queues, { group, channel, kind })) {
      const author = authorOf(terminal, options);
      if (!(await queues.admin.groups.resume(place, key, author))) continue;
      if (terminal.json) terminal.dataJson({ channel, group, key, resumed: true });
      else terminal.data(`\`${key}\` goes on; its dead letter stays`);
      return 0;
    }
    throw new CliError("cli/not-halted", `no key \`${key}\` of \`${group}\` is halted`, {
      hint: `\`berrys queue show ${channel}\` lists halted keys`,
      exitCode: 1,
    });
  });
}
