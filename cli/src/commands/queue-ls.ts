import { chooseGroups } from "../platform/choose-groups.ts";
import { parseDuration, showDuration } from "../platform/moments.ts";
import { type OpenQueues, type QueueOptions, withQueues } from "../platform/open-queues.ts";
import type { GroupState, QueueState } from "../platform/queue-runtime.ts";
import { printTable } from "../platform/show-letters.ts";
import { chooseQueues, type QueueChoice } from "../platform/topology.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** A group that nobody follows is worth a word where it has so many unsettled messages, and one so old. */
export interface QueueLsOptions extends QueueOptions, QueueChoice {
  readonly alarmMessages: number;
  /** A duration such as `1h`. */
  readonly alarmAge: string;
}

interface Alarm {
  readonly messages: number;
  readonly ageMs: number;
}

/** A queue and a group of it, all partitions together. */
interface Row {
  readonly kind: string;
  readonly channel: string;
  readonly group: string;
  /** Messages that it has not settled. */
  readonly waiting: number;
  /** False: `waiting` is an estimate. */
  readonly exact: boolean;
  readonly lagMs: number;
  readonly delayed: number;
  readonly replaying: number;
  readonly dead: number;
  readonly haltedKeys: number;
  /** Processes that own a partition. */
  readonly owners: number;
  readonly declared: boolean;
  /** It keeps messages from being trimmed, and nobody follows. */
  readonly blocksTrimming: boolean;
}

/** `berrys queue ls`: what every group has not done, how old it is, and who works on it. */
export function queueLs(terminal: Terminal, options: QueueLsOptions): Promise<number> {
  const alarm = {
    messages: options.alarmMessages,
    ageMs: parseDuration(options.alarmAge, "--alarm-age"),
  };
  return withQueues(terminal, options, async (queues) => {
    const places = chooseQueues(queues.declared, options);
    // Refuses a group that neither contracts nor Redis know.
    if (options.group !== undefined) await chooseGroups(queues, options);
    const states = await Promise.all(places.map((place) => queues.admin.queues.inspect(place)));
    const rows = states
      .flatMap((state) => rowsOf(queues, state, alarm))
      .filter(({ group }) => options.group === undefined || group === options.group);
    if (terminal.json) terminal.dataJson(rows);
    else print(terminal, rows);
    return 0;
  });
}

function rowsOf(
  { declared }: OpenQueues,
  { kind, channel, states }: QueueState,
  alarm: Alarm,
): readonly Row[] {
  const expected = declared.groups
    .filter((one) => one.kind === kind && one.channel === channel)
    .map(({ group }) => group);
  const parts = states.flatMap(({ groups }) => groups);
  const names = new Set([...expected, ...parts.map(({ group }) => group)]);
  return [...names].sort().map((group) => {
    const own = parts.filter((part) => part.group === group);
    return { kind, channel, ...sumOf(group, own, alarm), declared: expected.includes(group) };
  });
}

function sumOf(group: string, parts: readonly GroupState[], alarm: Alarm) {
  const sum = (of: (part: GroupState) => number): number =>
    parts.reduce((total, part) => total + of(part), 0);
  const waiting = sum(({ unread, pending, urgent }) => unread + pending + urgent);
  const lagMs = Math.max(0, ...parts.map((part) => part.lagMs));
  const owners = new Set(parts.flatMap(({ owner }) => owner ?? [])).size;
  return {
    group,
    waiting,
    exact: parts.every(({ exact }) => exact),
    lagMs,
    delayed: sum(({ delayed }) => delayed),
    replaying: sum(({ replaying }) => replaying),
    dead: sum(({ dead }) => dead),
    haltedKeys: sum(({ halted }) => halted.length),
    owners,
    blocksTrimming: owners === 0 && waiting >= alarm.messages && lagMs >= alarm.ageMs,
  };
}

function print(terminal: Terminal, rows: readonly Row[]): void {
  if (rows.length === 0) {
    terminal.info("no service follows a channel");
    return;
  }
  const titles = ["QUEUE", "GROUP", "WAITING", "LAG", "DELAYED", "REPLAYING", "DEAD", "HALTED"];
  printTable(
    terminal,
    [...titles, "OWNERS", "NOTE"],
    rows.map((row) => [
      row.kind === "command" ? `${row.channel} (commands)` : row.channel,
      row.group,
      `${row.exact ? "" : "about "}${row.waiting}`,
      row.waiting === 0 ? "-" : showDuration(row.lagMs),
      String(row.delayed),
      String(row.replaying),
      String(row.dead),
      String(row.haltedKeys),
      String(row.owners),
      noteOf(row),
    ]),
  );
}

function noteOf(row: Row): string {
  const notes = [
    ...(row.declared ? [] : ["not in the contracts"]),
    ...(row.owners === 0 && row.waiting > 0 ? ["nobody follows"] : []),
    ...(row.blocksTrimming ? ["keeps messages from being trimmed"] : []),
  ];
  return notes.join("; ");
}
