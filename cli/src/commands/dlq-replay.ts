import { randomBytes } from "node:crypto";
import { CliError } from "../cli-error.ts";
import { chooseGroups } from "../platform/choose-groups.ts";
import { findLettersToMove } from "../platform/find-letters.ts";
import {
  type AuthorOptions,
  authorOf,
  filterOf,
  type LetterOptions,
  narrows,
} from "../platform/letter-options.ts";
import { type OpenQueues, withQueues } from "../platform/open-queues.ts";
import type { QueueRuntime } from "../platform/queue-runtime.ts";
import { count } from "../terminal/plural.ts";
import type { Terminal } from "../terminal/terminal.ts";

export interface DlqReplayOptions extends LetterOptions, AuthorOptions {
  readonly all?: boolean;
  /** Letters a second. */
  readonly rate?: number;
  readonly ramp?: boolean;
  readonly dryRun?: boolean;
  readonly limit?: number;
  /** Name of a run to go on with. */
  readonly resume?: string;
}

type Report = Awaited<ReturnType<QueueRuntime["replayLetters"]>>;

/** `berrys dlq replay`: sends letters to their groups once more; exit code 1 where they died again. */
export function dlqReplay(
  terminal: Terminal,
  ids: readonly string[],
  options: DlqReplayOptions,
): Promise<number> {
  assertChosen(ids, options);
  return withQueues(terminal, options, async (queues) => {
    if (ids.length > 0) await findLettersToMove(queues, ids, options);
    await assertRun(queues, options);
    const run = options.resume ?? randomBytes(4).toString("hex");
    const report = await replay(terminal, queues, { ids, run, options });
    if (terminal.json) terminal.dataJson({ ...report, run, dryRun: options.dryRun ?? false });
    else tell(terminal, report, run, options);
    return report.end === "failing" || report.end === "unattended" ? 1 : 0;
  });
}

function assertChosen(ids: readonly string[], options: DlqReplayOptions): void {
  if (ids.length > 0 || narrows(options) || options.all) return;
  throw new CliError("cli/nothing-chosen", "no dead letters are chosen", {
    hint:
      options.resume === undefined
        ? "name letters, narrow them down with options such as --fingerprint, or say --all"
        : "say again what the run was told to replay, or --all",
  });
}

/** A mistyped name would replay everything that its run had left out. */
async function assertRun(queues: OpenQueues, { resume, ...options }: DlqReplayOptions) {
  if (resume === undefined) return;
  const places = await chooseGroups(queues, options);
  for (const place of places) {
    const audit = await queues.admin.letters.audit(place);
    if (audit.some(({ run }) => run === resume)) return;
  }
  throw new CliError("cli/unknown-run", `no run \`${resume}\` has replayed anything`, {
    hint: "`berrys dlq log` lists runs; without --resume a new one begins",
  });
}

interface Replay {
  readonly ids: readonly string[];
  readonly run: string;
  readonly options: DlqReplayOptions;
}

async function replay(
  terminal: Terminal,
  queues: OpenQueues,
  { ids, run, options }: Replay,
): Promise<Report> {
  const { admin, runtime } = queues;
  const { rate, limit, ramp, dryRun, resume } = options;
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once("SIGINT", interrupt);
  try {
    return await runtime.replayLetters(admin.letters, {
      places: await chooseGroups(queues, options),
      filter: {
        ...filterOf(options, ids),
        ...(resume === undefined ? null : { notOfRun: resume }),
      },
      ...authorOf(terminal, options, run),
      ...(rate === undefined ? null : { rate }),
      ...(limit === undefined ? null : { limit }),
      ...(ramp ? { ramp: {} } : null),
      ...(dryRun ? { dryRun } : null),
      signal: stop.signal,
      onMoved: ({ letterId, group, type, key }) =>
        terminal.detail(`${letterId} ${group} ${type ?? "?"} ${key ?? "-"}`),
    });
  } finally {
    process.removeListener("SIGINT", interrupt);
  }
}

function tell(terminal: Terminal, report: Report, run: string, options: DlqReplayOptions): void {
  const letters = count(report.moved, "dead letter");
  const total = report.moved === 0 ? "no dead letters" : letters;
  terminal.data(options.dryRun ? `would replay ${total}` : `replayed ${total}`);
  if (report.gone > 0) terminal.info(`${report.gone} were moved by somebody else meanwhile`);
  const goOn = `go on with the same options and \`--resume ${run}\``;
  switch (report.end) {
    case "done":
      return;
    case "limit":
      terminal.info(`the limit is reached; ${goOn}`);
      return;
    case "aborted":
      terminal.info(`stopped; ${goOn}`);
      return;
    case "failing":
      terminal.error(`stopped, since ${report.failed} of them died again; mend that first`);
      return;
    case "unattended":
      terminal.error("stopped, since nobody takes what is replayed; is the service running?");
  }
}
