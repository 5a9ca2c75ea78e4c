/** What a tool may ask of its host while it runs. */
export interface ToolHost {
  /** Hosts that tools may reach over HTTP; exact names, no wildcards. */
  readonly allowedHosts: readonly string[];
  /** Folder of the sample data that sources without a scheme name. */
  readonly samples: string;
  /** Secrets of this run, by name; tools neither return nor log them. */
  readonly credentials?: Readonly<Record<string, string>>;
}

/** A built-in tool: what the registry shows of it, and the function that a worker runs. */
export interface BuiltInTool {
  /** The same everywhere, so that other services may name it. */
  readonly toolId: string;
  readonly name: string;
  readonly description: string;
  readonly version: string;
  readonly capabilities: readonly string[];
  /** JSON Schema 2020-12 of the parameters; the run refuses what does not fit. */
  readonly parametersSchema: Readonly<Record<string, unknown>>;
  readonly resultSchema: Readonly<Record<string, unknown>>;
  readonly limits: { readonly timeoutMs: number; readonly memoryMb: number };
  run(
    parameters: Readonly<Record<string, unknown>>,
    host: ToolHost,
  ): Promise<Readonly<Record<string, unknown>>>;
}

/** A failure that belongs to the tool's input, not to us: told to the caller as it is. */
export class ToolFailure extends Error {
  override readonly name = "ToolFailure";
}

export const defaultLimits = { timeoutMs: 10_000, memoryMb: 128 } as const;

/** Reads a text parameter. */
export function text(parameters: Readonly<Record<string, unknown>>, name: string): string {
  const value = parameters[name];
  if (typeof value !== "string" || value === "") {
    throw new ToolFailure(`Parameter \`${name}\` must be a text that is not empty`);
  }
  return value;
}
