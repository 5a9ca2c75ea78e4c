import { type DedupeOptions, defaultDedupe } from "../dedupe-window.ts";

export interface RedisTransportOptions {
  /** `redis://` or `rediss://`. */
  readonly url: string;
  /** Start of every key; default `berrys`. */
  readonly prefix?: string;
  /** Milliseconds after which a partition of a process that vanished goes to another; default 8,000. */
  readonly leaseMs?: number;
  /** Milliseconds for which `publish` tries to reach Redis, at most twice as long in all; default 5,000. */
  readonly publishTimeoutMs?: number;
  /** Messages that may wait to be confirmed before `publish` is refused; default 20,000. */
  readonly maxBuffered?: number;
  readonly dedupe?: DedupeOptions;
  /** How much of what every group has settled is kept, whichever is less; default one day and 100,000 a partition. */
  readonly retention?: { readonly ageMs: number; readonly messages: number };
  /** Told about what an operator should know: lost leases, lost data, a server that does not answer. */
  readonly onWarning?: (message: string) => void;
}

/** The options with every default in place. */
export type Settings = Required<RedisTransportOptions>;

export function settingsOf(options: RedisTransportOptions): Settings {
  return {
    url: options.url,
    prefix: options.prefix ?? "berrys",
    leaseMs: options.leaseMs ?? 8000,
    publishTimeoutMs: options.publishTimeoutMs ?? 5000,
    maxBuffered: options.maxBuffered ?? 20_000,
    dedupe: options.dedupe ?? defaultDedupe,
    retention: options.retention ?? { ageMs: 24 * 3_600_000, messages: 100_000 },
    onWarning: options.onWarning ?? (() => {}),
  };
}
