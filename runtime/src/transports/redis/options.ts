import { type DedupeOptions, defaultDedupe } from "../dedupe-window.ts";
import { type DataLoss, lossText } from "./data-loss.ts";
import { defaultEncoding, type EncodingSettings } from "./encoding.ts";
import type { WaitReplicas } from "./replicated.ts";
import { defaultRetention, type RetentionOptions } from "./retention.ts";

export interface RedisTransportOptions {
  /**
   * `redis://user:password@host:port/database`, `redis+cluster://host:port,host:port` or
   * `redis+sentinel://host:port,host:port/primary-name`; `rediss` instead of `redis`: TLS, which
   * trusts the authorities that Node trusts and those of the file in `NODE_EXTRA_CA_CERTS`.
   */
  readonly url: string;
  /** Start of every key; default `berrys`. */
  readonly prefix?: string;
  /** Milliseconds after which a partition of a process that vanished goes to another; default 8,000. */
  readonly leaseMs?: number;
  /** Milliseconds for which `publish` tries to reach Redis, at most twice as long in all; default 5,000. */
  readonly publishTimeoutMs?: number;
  /** Messages that may wait to be confirmed; default 20,000. */
  readonly maxBuffered?: number;
  /**
   * What `publish` does where so many wait: `reject` at once with `resource_exhausted`, or `block` until there is room,
   * for up to `publishTimeoutMs`; default `reject`.
   */
  readonly overflow?: "reject" | "block";
  readonly dedupe?: DedupeOptions;
  /**
   * Replicas that must have a message before `publish` resolves, so that a failover to one of them loses nothing
   * confirmed; default null: the primary alone confirms.
   */
  readonly waitReplicas?: WaitReplicas | null;
  /** How much of what every group has settled is kept, whichever is less; default one day and 100,000 a partition. */
  readonly retention?: RetentionOptions;
  /** Which bodies are compressed; readers tell by the entry's field. Default: zstd from 8 KiB on. */
  readonly compression?: EncodingSettings;
  /** Told about what an operator should know: lost leases, lost data, a server that does not answer. */
  readonly onWarning?: (message: string) => void;
  /** Told when Redis no longer has what it confirmed, with counts; default: `onWarning` with one sentence. */
  readonly onLoss?: (loss: DataLoss) => void;
}

/** The options with every default in place. */
export type Settings = Required<RedisTransportOptions>;

export function settingsOf(options: RedisTransportOptions): Settings {
  const onWarning = options.onWarning ?? (() => {});
  return {
    url: options.url,
    prefix: options.prefix ?? "berrys",
    leaseMs: options.leaseMs ?? 8000,
    publishTimeoutMs: options.publishTimeoutMs ?? 5000,
    maxBuffered: options.maxBuffered ?? 20_000,
    overflow: options.overflow ?? "reject",
    waitReplicas: options.waitReplicas ?? null,
    dedupe: options.dedupe ?? defaultDedupe,
    retention: options.retention ?? defaultRetention,
    compression: options.compression ?? defaultEncoding,
    onWarning,
    onLoss: options.onLoss ?? ((loss) => onWarning(lossText(loss))),
  };
}
