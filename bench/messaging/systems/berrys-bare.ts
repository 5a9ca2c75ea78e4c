import { runWithCorrelation } from "../../../runtime/src/correlation.ts";
import type { MessageDefinition } from "../../../runtime/src/definitions.ts";
import type { Envelope } from "../../../runtime/src/envelope.ts";
import { parseEnvelope } from "../../../runtime/src/messages/parse-envelope.ts";
import { outcomeOfError } from "../../../runtime/src/messages/retry.ts";
import type { Delivery, Outcome, Transport } from "../../../runtime/src/transports/transport.ts";
import { violationsOf } from "../../../runtime/src/violation.ts";
import type { TaskCreatedData } from "../contract/generated/events/task.ts";
import { agentOrchestrator } from "../contract/generated/services/agent-orchestrator.ts";
import type { Settings } from "../system.ts";

/** A subscription put together from parts of the runtime. */
export interface BareOptions {
  readonly transport: Transport;
  readonly message: MessageDefinition<TaskCreatedData>;
  readonly handled: (data: TaskCreatedData) => void;
  /** `validation`, `retry` and `tracing` are off unless they are true. */
  readonly settings: Settings;
}

const done: Outcome = { kind: "done" };

/** Consumes with those guarantees alone that are switched on: what they cost is the difference. */
export async function subscribeBare(options: BareOptions): Promise<void> {
  const { transport, message, settings } = options;
  const read = settings.validation === true ? readChecked : readUnchecked;
  const run = settings.tracing === true ? traced(options.handled) : untraced(options.handled);
  const handle = async ({ body }: Delivery): Promise<Outcome> => {
    await run(read(body, message));
    return done;
  };
  const safely = async (delivery: Delivery): Promise<Outcome> => {
    const { attempt, body } = delivery;
    if (attempt > message.retry.attempts)
      return { kind: "dead", reason: "crashed", error: "Too many deliveries", haltKey: false };
    try {
      await run(read(body, message));
      return done;
    } catch (error) {
      return outcomeOfError(message, attempt, error);
    }
  };
  await transport.subscribe({
    kind: message.kind,
    channel: message.channel,
    partitions: message.partitions,
    group: agentOrchestrator.id,
    handle: settings.retry === true ? safely : handle,
  });
}

type Run = (envelope: Envelope) => Promise<void>;

function untraced(handled: BareOptions["handled"]): Run {
  return async ({ data }) => handled(data as TaskCreatedData);
}

function traced(handled: BareOptions["handled"]): Run {
  return (envelope) =>
    runWithCorrelation(
      {
        correlationId: envelope.correlation_id,
        causationId: envelope.id,
        principal: { id: envelope.source, kind: "service", roles: [] },
        ...(envelope.metadata?.traceparent === undefined
          ? null
          : { traceparent: envelope.metadata.traceparent }),
      },
      async () => handled(envelope.data as TaskCreatedData),
    );
}

function readUnchecked(body: string): Envelope {
  return JSON.parse(body);
}

function readChecked(body: string, message: MessageDefinition<TaskCreatedData>): Envelope {
  const parsed = parseEnvelope(body);
  const violations =
    parsed.kind === "invalid"
      ? parsed.violations
      : violationsOf(message.check, parsed.envelope.data);
  if (parsed.kind === "invalid" || violations.length > 0)
    throw new Error(`An invalid message: ${JSON.stringify(violations)}`);
  return parsed.envelope;
}
