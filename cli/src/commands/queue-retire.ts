import { CliError } from "../cli-error.ts";
import { chooseGroups } from "../platform/choose-groups.ts";
import { type QueueOptions, withQueues } from "../platform/open-queues.ts";
import { count } from "../terminal/plural.ts";
import type { Terminal } from "../terminal/terminal.ts";

export interface QueueRetireOptions extends QueueOptions {
  readonly group: string;
  readonly withDeadLetters?: boolean;
  readonly yes?: boolean;
  readonly kind?: "event" | "command";
}

/** `berrys queue retire <channel>`: forgets a group, so that it no longer keeps messages from being trimmed. */
export function queueRetire(
  terminal: Terminal,
  channel: string,
  options: QueueRetireOptions,
): Promise<number> {
  return withQueues(terminal, options, async (queues) => {
    const { group, withDeadLetters = false } = options;
    const places = await chooseGroups(queues, { ...options, channel });
    if (!options.yes) {
      throw new CliError("cli/not-confirmed", await costOf(), { hint: "say --yes to do it" });
    }
    for (const place of places) await queues.admin.groups.retire(place, { withDeadLetters });
    if (terminal.json) terminal.dataJson({ channel, group, retired: true });
    else terminal.data(`retired \`${group}\` of \`${channel}\``);
    return 0;

    async function costOf(): Promise<string> {
      const states = await Promise.all(
        places.map((place) => queues.admin.queues.inspect(place, { exact: true })),
      );
      const own = states
        .flatMap(({ states }) => states.flatMap(({ groups }) => groups))
        .filter((one) => one.group === group);
      const waiting = own.reduce((sum, { unread, pending }) => sum + unread + pending, 0);
      const dead = own.reduce((sum, one) => sum + one.dead, 0);
      return `\`${group}\` would lose its position with ${count(waiting, "message")} not settled, and has ${count(dead, "dead letter")}`;
    }
  });
}
