import { type DestinationStream, destination, type Logger, pino, stdTimeFunctions } from "pino";
import type { LogLevel } from "./config.ts";

export interface LoggerOptions {
  /** Id of the service that writes. */
  readonly service: string;
  readonly level: LogLevel;
  /** Correlation id of what is being done right now; null: nothing in particular. */
  readonly correlationId: () => string | null;
  /** Where lines go; default: standard error. */
  readonly destination?: DestinationStream;
}

const sensitive = [
  "authorization",
  "cookie",
  "password",
  "secret",
  "token",
  "api_key",
  "apiKey",
  "credentials",
  '["x-api-key"]',
  '["set-cookie"]',
];

const redacted = sensitive.flatMap((key) => {
  const path = key.startsWith("[") ? key : `.${key}`;
  return [path.replace(/^\./, ""), `*${path}`, `*.*${path}`];
});

/** JSON lines that always carry `service` and `correlation_id`; values of sensitive keys are masked. */
export function createLogger(options: LoggerOptions): Logger {
  return pino(
    {
      level: options.level,
      base: { service: options.service },
      timestamp: stdTimeFunctions.isoTime,
      redact: { paths: redacted, censor: "[masked]" },
      mixin: () => ({ correlation_id: options.correlationId() }),
      // What a line says for itself is more exact than where it was written.
      mixinMergeStrategy: (line, mixin) => ({ ...mixin, ...line }),
    },
    options.destination ?? destination({ dest: 2, sync: true }),
  );
}
