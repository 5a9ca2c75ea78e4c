import { createHash } from "node:crypto";
import { type RedisArgument, ReplyError, type ReplyForm } from "./resp.ts";

export type { RedisArgument, ReplyForm } from "./resp.ts";

/** A Lua script with its name on the server. */
export interface RedisScript {
  readonly source: string;
  readonly sha: string;
}

export function defineScript(source: string): RedisScript {
  return { source, sha: createHash("sha1").update(source).digest("hex") };
}

/** Sends commands. */
export interface RedisCommands {
  /** Sends to the server that holds `key`; null: to any. Replies hold Buffers. */
  send(key: string | null, command: string, ...args: readonly RedisArgument[]): Promise<unknown>;
  /** The same with replies in the form that is asked for. */
  ask(
    form: ReplyForm,
    key: string | null,
    command: string,
    args: readonly RedisArgument[],
  ): Promise<unknown>;
  /** Runs where `keys[0]` lies; the others lie in the same slot. */
  run(
    script: RedisScript,
    keys: readonly string[],
    args: readonly RedisArgument[],
  ): Promise<unknown>;
}

/**
 * A connection to a server or a cluster that comes back by itself. Nothing is queued while it is down and nothing is
 * sent twice: a command rejects, and its sender decides. This is all that the transport knows of its client library.
 */
export interface RedisConnection extends RedisCommands {
  /** Resolves once commands can be sent; rejects with `unavailable` after `timeoutMs`. */
  ready(timeoutMs: number): Promise<void>;
  /** Counts connections made: another number means that the server may have forgotten this client. */
  readonly generation: number;
  close(): void;
}

/** How Redis 6.2 wraps the error of a command that a script called. */
const scriptError = /^ERR Error running script \(call to [^)]*\): (?:@user_script: ?\d+: )+-?/;

/** Whether the server answered with an error that begins with `prefix`. */
export function isReplyError(error: unknown, prefix = ""): error is Error {
  if (!(error instanceof ReplyError)) return false;
  return error.message.replace(scriptError, "").startsWith(prefix);
}
