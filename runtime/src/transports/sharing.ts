import type { RedisCommands } from "./redis/connection.ts";

/** A Redis that processes share for more than messages: caches, counters. */
export interface SharedRedis {
  readonly commands: RedisCommands;
  /** Resolves once commands can be sent; rejects with `unavailable` after `timeoutMs`. */
  ready(timeoutMs: number): Promise<void>;
  /** First part of every key, without a colon at its end. */
  readonly prefix: string;
}

/** An ability of transports that live on a server which others can use as well. */
export interface Sharing {
  /** Connects when it is first asked for; closed with the transport. */
  readonly shared: SharedRedis;
}
