import { type Command, InvalidArgumentError, Option } from "commander";
import type { Terminal } from "./terminal/terminal.ts";

/** Wraps the work of a command as `createProgram` does. */
export type Runs = <Args extends readonly unknown[]>(
  run: (terminal: Terminal, ...args: Args) => Promise<number>,
) => (...args: unknown[]) => Promise<void>;

/** `berrys trace <id>`: what happened to messages. */
export function addTrace(program: Command, runs: Runs): void {
  program
    .command("trace <id>")
    .description("tell what happened to a message, or to all of one correlation or trace id")
    .option("--redis <url>", "the server; default: REDIS_URL, else what `berrys start` runs here")
    .option("--prefix <text>", "start of every key; default: berrys")
    .option("--limit <number>", "records at the most", parseCount, 1000)
    .action(
      runs(async (terminal, id: string, options: import("./commands/trace.ts").TraceOptions) => {
        const { trace } = await import("./commands/trace.ts");
        return trace(terminal, id, options);
      }),
    );
}

/** `berrys dlq …` and `berrys queue …`: what operators do with messages that wait and messages that died. */
export function addQueues(program: Command, runs: Runs): void {
  const dlq = program.command("dlq").description("look at, replay and discard dead letters");
  addLooking(dlq, runs);
  addMoving(dlq, runs);
  const queue = program.command("queue").description("look at queues, move and retire groups");
  addQueueLooking(queue, runs);
  addGroups(queue, runs);
}

function addLooking(dlq: Command, runs: Runs): void {
  filtered(dlq.command("ls"))
    .description("list dead letters")
    .option("--limit <number>", "letters at the most", parseCount, 50)
    .option("--after <place>", "where the page before ended, as it says")
    .action(
      runs(async (terminal, options: import("./commands/dlq-ls.ts").DlqLsOptions) => {
        const { dlqLs } = await import("./commands/dlq-ls.ts");
        return dlqLs(terminal, options);
      }),
    );
  chosen(dlq.command("show <letter>"))
    .description("print a dead letter: its message, its error, its earlier deaths")
    .action(
      runs(async (terminal, id: string, options: LetterOptions) => {
        const { dlqShow } = await import("./commands/dlq-show.ts");
        return dlqShow(terminal, id, options);
      }),
    );
  filtered(dlq.command("groups"))
    .description("count dead letters by what they died of")
    .action(
      runs(async (terminal, options: LetterOptions) => {
        const { dlqGroups } = await import("./commands/dlq-groups.ts");
        return dlqGroups(terminal, options);
      }),
    );
  filtered(dlq.command("export"))
    .description("print dead letters as lines of JSON, byte for byte")
    .action(
      runs(async (terminal, options: LetterOptions) => {
        const { dlqExport } = await import("./commands/dlq-export.ts");
        return dlqExport(terminal, options);
      }),
    );
  chosen(dlq.command("log"))
    .description("print who did what with dead letters, when and why")
    .action(
      runs(async (terminal, options: import("./commands/dlq-log.ts").DlqLogOptions) => {
        const { dlqLog } = await import("./commands/dlq-log.ts");
        return dlqLog(terminal, options);
      }),
    );
}

type LetterOptions = import("./platform/letter-options.ts").LetterOptions;

function addMoving(dlq: Command, runs: Runs): void {
  authored(filtered(dlq.command("replay [letter...]")))
    .description("send dead letters to their group once more, and to no other")
    .option("--all", "all that the other options leave")
    .option("--rate <number>", "letters a second", parseRate)
    .option("--ramp", "start with one, go faster while they are handled, stop when they die again")
    .option("--limit <number>", "letters at the most", parseCount)
    .option("--dry-run", "move nothing and say how many")
    .option("--resume <run>", "go on with a run that was stopped, with the options that it had")
    .action(
      runs(
        async (
          terminal,
          ids: readonly string[],
          options: import("./commands/dlq-replay.ts").DlqReplayOptions,
        ) => {
          const { dlqReplay } = await import("./commands/dlq-replay.ts");
          return dlqReplay(terminal, ids, options);
        },
      ),
    );
  authored(chosen(dlq.command("edit <letter>")))
    .description("send other data in the place of a dead letter, if the contract allows it")
    .option("--data <json>", "the whole data of the message")
    .option("--file <file>", "file with the data")
    .action(
      runs(
        async (terminal, id: string, options: import("./commands/dlq-edit.ts").DlqEditOptions) => {
          const { dlqEdit } = await import("./commands/dlq-edit.ts");
          return dlqEdit(terminal, id, options);
        },
      ),
    );
  authored(chosen(dlq.command("discard <letter...>")))
    .description("throw dead letters away; keys that they halted go on")
    .option("--dry-run", "throw nothing away and say how many")
    .action(
      runs(
        async (
          terminal,
          ids: readonly string[],
          options: import("./commands/dlq-discard.ts").DlqDiscardOptions,
        ) => {
          const { dlqDiscard } = await import("./commands/dlq-discard.ts");
          return dlqDiscard(terminal, ids, options);
        },
      ),
    );
  authored(filtered(dlq.command("purge")))
    .description("throw away all dead letters that fit")
    .option("--dry-run", "throw nothing away and say how many")
    .option("--yes", "do it")
    .action(
      runs(async (terminal, options: import("./commands/dlq-discard.ts").DlqPurgeOptions) => {
        const { dlqPurge } = await import("./commands/dlq-discard.ts");
        return dlqPurge(terminal, options);
      }),
    );
}

function addQueueLooking(queue: Command, runs: Runs): void {
  chosen(queue.command("ls"))
    .description("list queues and groups: what waits, how long, who works on it")
    .option(
      "--alarm-messages <number>",
      "tell of groups that nobody follows from so many messages on",
      parseCount,
      1000,
    )
    .option("--alarm-age <duration>", "… and from such an age of the oldest on", "1h")
    .action(
      runs(async (terminal, options: import("./commands/queue-ls.ts").QueueLsOptions) => {
        const { queueLs } = await import("./commands/queue-ls.ts");
        return queueLs(terminal, options);
      }),
    );
  located(queue.command("show <channel>"))
    .description("print every partition of a queue, and halted keys")
    .option("--group <service>", "one consumer group")
    .action(
      runs(
        async (
          terminal,
          channel: string,
          options: import("./commands/queue-show.ts").QueueShowOptions,
        ) => {
          const { queueShow } = await import("./commands/queue-show.ts");
          return queueShow(terminal, channel, options);
        },
      ),
    );
  chosen(queue.command("members"))
    .description("list processes that follow channels")
    .action(
      runs(async (terminal, options: import("./commands/queue-members.ts").QueueMembersOptions) => {
        const { queueMembers } = await import("./commands/queue-members.ts");
        return queueMembers(terminal, options);
      }),
    );
}

function addGroups(queue: Command, runs: Runs): void {
  const group = (command: Command): Command =>
    located(command).requiredOption("--group <service>", "the consumer group");
  authored(group(queue.command("resume <channel>")))
    .description("let a halted key go on without its dead letter")
    .requiredOption("--key <key>", "the key")
    .action(
      runs(
        async (
          terminal,
          channel: string,
          options: import("./commands/queue-resume.ts").QueueResumeOptions,
        ) => {
          const { queueResume } = await import("./commands/queue-resume.ts");
          return queueResume(terminal, channel, options);
        },
      ),
    );
  authored(group(queue.command("rewind <channel>")))
    .description("move a group that nobody follows to another position, or make one there")
    .requiredOption("--from <position>", "`beginning`, `end`, a time, a time ago, or an id")
    .option("--new", "make the group")
    .option("--yes", "do it")
    .action(
      runs(
        async (
          terminal,
          channel: string,
          options: import("./commands/queue-rewind.ts").QueueRewindOptions,
        ) => {
          const { queueRewind } = await import("./commands/queue-rewind.ts");
          return queueRewind(terminal, channel, options);
        },
      ),
    );
  group(queue.command("retire <channel>"))
    .description("forget a group, so that it keeps no messages from being trimmed")
    .option("--with-dead-letters", "together with its dead letters")
    .option("--yes", "do it")
    .action(
      runs(
        async (
          terminal,
          channel: string,
          options: import("./commands/queue-retire.ts").QueueRetireOptions,
        ) => {
          const { queueRetire } = await import("./commands/queue-retire.ts");
          return queueRetire(terminal, channel, options);
        },
      ),
    );
}

/** Where the messages are. */
function located(command: Command): Command {
  return command
    .option("--redis <url>", "the server; default: REDIS_URL, else what `berrys start` runs here")
    .option("--prefix <text>", "start of every key; default: berrys")
    .addOption(new Option("--kind <kind>", "events or commands").choices(["event", "command"]));
}

const reasons = [
  ...["rejected", "exhausted", "crashed", "invalid", "undecodable"],
  ...["undecryptable", "unknown-version", "upcast-failed"],
];

function chosen(command: Command): Command {
  return located(command)
    .option("--group <service>", "one consumer group")
    .option("--channel <name>", "one channel");
}

function filtered(command: Command): Command {
  return chosen(command)
    .option("--type <type...>", "message types")
    .option("--key <key>", "ordering key")
    .addOption(new Option("--reason <reason>", "why they died").choices(reasons))
    .option("--fingerprint <text>", "what they died of, as `dlq groups` prints it")
    .option("--older-than <duration>", "dead for longer, such as `30m`, `2h` or `7d`")
    .option("--newer-than <duration>", "dead for less long");
}

function authored(command: Command): Command {
  return command
    .option("--by <name>", "who does it, for the record; default: the user of the system")
    .option("--why <text>", "why, for the record");
}

function parseCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new InvalidArgumentError("expected a whole number above 0.");
}

function parseRate(text: string): number {
  const rate = Number(text);
  if (Number.isFinite(rate) && rate > 0) return rate;
  throw new InvalidArgumentError("expected a number above 0.");
}
