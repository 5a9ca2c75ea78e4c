/** A mistake of the user outside the contracts: one sentence, what to do, and the exit code. */
export class CliError extends Error {
  override readonly name = "CliError";
  /** `cli/<kebab-problem>`, stable. */
  readonly code: string;
  /** What to do, as an action; null where the message says it. */
  readonly hint: string | null;
  /** 1: a finding; 2: usage or broken input. */
  readonly exitCode: 1 | 2;

  constructor(
    code: string,
    message: string,
    options: { readonly hint?: string | null; readonly exitCode?: 1 | 2 } = {},
  ) {
    super(message);
    this.code = code;
    this.hint = options.hint ?? null;
    this.exitCode = options.exitCode ?? 2;
  }
}
