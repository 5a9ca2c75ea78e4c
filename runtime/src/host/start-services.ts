import type { DestinationStream } from "pino";
import { addressesOf, type Config } from "../config.ts";
import type { DatabaseConnection } from "../database/open.ts";
import { BerrysError } from "../errors.ts";
import { createJournal, type Journal, noJournal } from "../journal/journal.ts";
import type { KeyRing } from "../messages/key-ring.ts";
import { createAddresses } from "./addresses.ts";
import type { HostTransport } from "./backend.ts";
import {
  createHostedService,
  type HostedService,
  type HostedServiceOptions,
} from "./hosted-service.ts";
import { serviceSecretOf } from "./identity.ts";
import { messageKeysOf } from "./message-keys.ts";
import type { Service } from "./service.ts";

export interface StartOptions {
  readonly config: Config;
  /** Closed by `stop`. */
  readonly transport: HostTransport;
  /** Shared by all services of the process; closed by `stop`. */
  readonly database: DatabaseConnection;
  /** Whether all services run in this process, which then needs no secret from outside. */
  readonly mode: "one-process" | "several-processes";
  /** Port offsets of services that run elsewhere, so that their addresses are known. */
  readonly portOffsets?: Readonly<Record<string, number>>;
  /**
   * Encrypt what contracts call sensitive; null: nothing is. Absent: as the configuration says, or else keys that are
   * gone with this process.
   */
  readonly messageKeys?: KeyRing | null;
  /** Where log lines go; default: standard error. */
  readonly logDestination?: DestinationStream;
}

/** Services at work. */
export interface Running {
  /** Base URL by service id. */
  readonly urls: Readonly<Record<string, string>>;
  /**
   * Not ready any more, reads no more messages, finishes what runs, sends the outbox, closes. What outlasts the
   * grace period of the configuration is cut off. A second call waits for the first.
   */
  stop(reason?: string): Promise<void>;
}

/** Starts services in order; if one cannot start, everything is stopped and closed again and the error is thrown. */
export async function startServices(
  services: readonly Service[],
  options: StartOptions,
): Promise<Running> {
  const stopping = new AbortController();
  const ended = new AbortController();
  const streamsEnded = new AbortController();
  const hosted: HostedService[] = [];
  const journal = openJournal(options, hosted);
  let stopped: Promise<void> | null = null;
  const stop = (reason = "stopped"): Promise<void> => {
    stopped ??= drain(hosted, reason, { ...options, journal }, { stopping, streamsEnded, ended });
    return stopped;
  };
  try {
    const signals = {
      stopping: stopping.signal,
      streamsEnded: streamsEnded.signal,
      ended: ended.signal,
    };
    hosted.push(...createHosted(services, { ...options, journal }, signals));
    // One step for all before the next: nothing is called or sent to a service that is not there yet.
    await Promise.all(hosted.map((service) => service.prepare()));
    await Promise.all(hosted.map((service) => service.start()));
    const urls = await Promise.all(
      hosted.map(async (service) => [service.id, await service.listen()] as const),
    );
    await Promise.all(hosted.map((service) => service.follow()));
    return { urls: Object.fromEntries(urls), stop };
  } catch (error) {
    await stop("could not start");
    throw error;
  }
}

function createHosted(
  services: readonly Service[],
  options: StartOptions & { readonly journal: Journal },
  signals: Pick<HostedServiceOptions, "stopping" | "streamsEnded" | "ended">,
): readonly HostedService[] {
  const { config } = options;
  const offsets = services.map(({ definition }) => [definition.id, definition.portOffset] as const);
  const addresses = createAddresses(
    addressesOf(config, { ...options.portOffsets, ...Object.fromEntries(offsets) }),
  );
  const secret = serviceSecretOf(config, options.mode);
  const { messageKeys } = options;
  const keys = messageKeys === undefined ? messageKeysOf(config, services, null) : messageKeys;
  return services.map((service) =>
    createHostedService({ ...options, ...signals, service, addresses, secret, keys }),
  );
}

/** What happens to the messages of all services of the process. */
function openJournal(options: StartOptions, hosted: readonly HostedService[]): Journal {
  const maxBytes = options.config.journalBytes;
  if (maxBytes === 0) return noJournal;
  return createJournal(options.transport.journal, {
    maxBytes,
    onDropped: (count) =>
      hosted[0]?.log.warn({ count }, `${count} records of the journal could not be kept`),
  });
}

type Phase = "stopping" | "streamsEnded" | "ended";

/** How long streams may go on once the host stops. */
const streamGraceMs = 1_000;

async function drain(
  hosted: readonly HostedService[],
  reason: string,
  options: StartOptions & { readonly journal: Journal },
  { stopping, streamsEnded, ended }: Readonly<Record<Phase, AbortController>>,
): Promise<void> {
  const deadline = Date.now() + options.config.gracePeriodMs;
  const left = (): number => Math.max(0, deadline - Date.now());
  const stopped = new BerrysError("canceled", "The service is stopping.");
  stopping.abort(stopped);
  const cutStreams = setTimeout(() => streamsEnded.abort(stopped), Math.min(streamGraceMs, left()));
  const cut = setTimeout(() => ended.abort(stopped), left());
  // Handlers of one service call others, so all finish their messages before any stops to listen.
  await settleAll(hosted, (service) => service.unfollow(left()));
  await settleAll(hosted, (service) => service.deafen(left()));
  await settleAll(hosted, (service) => service.close(reason, left()));
  clearTimeout(cutStreams);
  clearTimeout(cut);
  streamsEnded.abort(stopped);
  ended.abort(stopped);
  await options.journal.close();
  await options.transport.close();
  await options.database.close();
}

/** A step that fails in one service is logged and does not keep the others from stopping. */
async function settleAll(
  hosted: readonly HostedService[],
  step: (service: HostedService) => Promise<void>,
): Promise<void> {
  await Promise.all(
    hosted.map(async (service) => {
      try {
        await step(service);
      } catch (error) {
        service.log.error({ err: error }, "Stopping in good order failed");
      }
    }),
  );
}
