import pc from "picocolors";

/** Colors of one output stream; the identity where it takes none. */
export type Colors = ReturnType<typeof pc.createColors>;

/** A place that text goes to. */
export interface Sink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** The surroundings of one run. Commands know no other: no global stream, no `process.cwd()`. */
export interface Surroundings {
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** How much goes to stderr: 0 errors alone, 1 results, 2 details. */
export type Verbosity = 0 | 1 | 2;

export interface TerminalOptions extends Surroundings {
  readonly json: boolean;
  readonly color: boolean;
  readonly verbosity: Verbosity;
}

/** What a command talks to. Data goes to stdout, everything else to stderr. */
export interface Terminal {
  /** Absolute folder that relative paths start from. */
  readonly cwd: string;
  readonly env: Surroundings["env"];
  /** True: stdout carries one JSON value and nothing else. */
  readonly json: boolean;
  readonly verbosity: Verbosity;
  /** True where a person looks at stderr. */
  readonly interactive: boolean;
  /** Colors for text on stderr. */
  readonly colors: Colors;
  /** Colors for text on stdout. */
  readonly dataColors: Colors;
  /** A line of data on stdout. */
  data(line: string): void;
  /** The result as JSON on stdout; strings that JSON.stringify makes, two spaces of indent. */
  dataJson(value: unknown): void;
  /** A line for the reader on stderr; silent with `--quiet`. */
  info(line: string): void;
  /** A line that `--verbose` alone shows. */
  detail(line: string): void;
  /** A line on stderr that always shows. */
  error(line: string): void;
  /** Raw text on stderr, for progress. */
  control(text: string): void;
}

/** The terminal of one run. */
export function createTerminal(options: TerminalOptions): Terminal {
  const { stdout, stderr, verbosity } = options;
  const colored = (sink: Sink) => options.color && wantsColor(options.env, sink);
  return {
    cwd: options.cwd,
    env: options.env,
    json: options.json,
    verbosity,
    interactive: stderr.isTTY === true,
    colors: pc.createColors(colored(stderr)),
    dataColors: pc.createColors(colored(stdout)),
    data: (line) => void stdout.write(`${line}\n`),
    dataJson: (value) => void stdout.write(`${JSON.stringify(value, null, 2)}\n`),
    info: (line) => void (verbosity >= 1 && stderr.write(`${line}\n`)),
    detail: (line) => void (verbosity >= 2 && stderr.write(`${line}\n`)),
    error: (line) => void stderr.write(`${line}\n`),
    control: (text) => void stderr.write(text),
  };
}

function wantsColor(env: Surroundings["env"], sink: Sink): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== "0";
  return sink.isTTY === true && env.TERM !== "dumb";
}
