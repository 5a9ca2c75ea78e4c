import {
  type DestinationStream,
  destination,
  type Logger,
  type LoggerOptions as PinoOptions,
  pino,
  stdSerializers,
  stdTimeFunctions,
} from "pino";
import type { LogLevel } from "./config.ts";
import { textWithoutParameters, withoutParameters } from "./database/query-parameters.ts";

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

/** JSON lines that always carry `service` and `correlation_id`; values of sensitive keys are masked, and parameters of failed queries left out. */
export function createLogger(options: LoggerOptions): Logger {
  return pino(
    {
      level: options.level,
      base: { service: options.service },
      timestamp: stdTimeFunctions.isoTime,
      serializers: { err: serializeError },
      hooks: { logMethod },
      redact: { paths: redacted, censor: "[masked]" },
      mixin: () => ({ correlation_id: options.correlationId() }),
      // What a line says for itself is more exact than where it was written.
      mixinMergeStrategy: (line, mixin) => ({ ...mixin, ...line }),
    },
    options.destination ?? destination({ dest: 2, sync: true }),
  );
}

function serializeError(error: unknown): unknown {
  return error instanceof Error ? stdSerializers.err(withoutParameters(error)) : error;
}

/** The text of a line is often the error's message, which is also what it is by default. */
const logMethod: NonNullable<NonNullable<PinoOptions["hooks"]>["logMethod"]> = function (
  args,
  method,
) {
  const [facts, text] = args as readonly unknown[];
  const error = facts instanceof Error ? facts : errorIn(facts);
  if (error === null || (text !== undefined && typeof text !== "string"))
    return method.apply(this, args);
  const safe = textWithoutParameters(text ?? error.message, error);
  return method.apply(this, [facts, safe, ...args.slice(2)] as unknown as typeof args);
};

function errorIn(facts: unknown): Error | null {
  return typeof facts === "object" && facts !== null && "err" in facts && facts.err instanceof Error
    ? facts.err
    : null;
}
