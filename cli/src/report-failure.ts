import { CommanderError } from "commander";
import { CliError } from "./cli-error.ts";
import type { Terminal } from "./terminal/terminal.ts";

/** What `--json` prints where a command fails. */
export interface FailureReport {
  readonly code: string;
  readonly message: string;
  /** `path:line:column`; null where no place is to blame. */
  readonly location: string | null;
  /** What to do; null where nothing can be said. */
  readonly suggestion: string | null;
}

/** Tells the user what went wrong and returns the exit code. */
export function reportFailure(error: unknown, terminal: Terminal): number {
  if (error instanceof CliError) {
    const { code, message, hint, exitCode } = error;
    print({ code, message, location: null, suggestion: hint }, terminal);
    return exitCode;
  }
  if (error instanceof CommanderError) {
    // Without a command commander has printed the help already.
    const helped = error.code === "commander.help";
    if (!helped || terminal.json) print(helped ? noCommand : usageReport(error), terminal);
    return 2;
  }
  if (isFileSystemError(error)) {
    print(fileSystemReport(error), terminal);
    return 2;
  }
  return reportBug(error, terminal);
}

/** What people can mend themselves: rights, full disks, a file where a folder should be. */
const mendable: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "no space is left on the disk",
  ENOTDIR: "a file stands where a folder should be",
  EEXIST: "a file stands where a folder should be",
  EMFILE: "too many files are open",
};

type FileSystemError = NodeJS.ErrnoException & { readonly path: string };

function isFileSystemError(error: unknown): error is FileSystemError {
  if (!(error instanceof Error) || !("code" in error) || !("path" in error)) return false;
  return Object.hasOwn(mendable, String(error.code));
}

function fileSystemReport({ code = "", path }: FileSystemError): FailureReport {
  return {
    code: "cli/file-system",
    message: `\`${path}\` cannot be read or written: ${mendable[code]}`,
    location: null,
    suggestion: "mend that and run the command again",
  };
}

const noCommand: FailureReport = {
  code: "cli/no-command",
  message: "no command was given",
  location: null,
  suggestion: "see `berrys --help`",
};

function usageReport(error: CommanderError): FailureReport {
  const [first = "", ...rest] = error.message.split("\n");
  const suggestion = /\(Did you mean (.+)\?\)/.exec(rest.join("\n"))?.[1];
  return {
    code: `cli/${error.code.replace(/^commander\./, "").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    message: first.replace(/^error: /, "").replaceAll("'", "`"),
    location: null,
    suggestion:
      suggestion === undefined ? "see `berrys --help`" : `did you mean \`${suggestion}\`?`,
  };
}

function reportBug(error: unknown, terminal: Terminal): number {
  const message = error instanceof Error ? error.message : String(error);
  print(
    {
      code: "cli/bug",
      message: `berrys failed where it should not: ${message}`,
      location: null,
      suggestion:
        "please report it with the command and the contracts; `BERRYS_DEBUG=1` shows where it happened",
    },
    terminal,
  );
  if (terminal.env.BERRYS_DEBUG && error instanceof Error) terminal.error(error.stack ?? "");
  return 70;
}

function print(report: FailureReport, terminal: Terminal): void {
  if (terminal.json) {
    terminal.dataJson(report);
    return;
  }
  const { red, dim, bold } = terminal.colors;
  terminal.error(`${red("error")} ${dim(report.code)}: ${bold(report.message)}`);
  if (report.suggestion !== null) terminal.error(`  ${report.suggestion}`);
}
