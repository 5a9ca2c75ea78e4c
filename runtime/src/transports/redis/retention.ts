import type { RedisConnection } from "./connection.ts";
import { membersKey, type StreamPlace } from "./keys.ts";
import type { Settings } from "./options.ts";
import { trimScript } from "./trim-script.ts";

/** How much of what is settled stays, and when somebody should look at a group that settles nothing. */
export interface RetentionOptions {
  /** Milliseconds; default one day. */
  readonly ageMs: number;
  /** Messages of a partition; default 100,000. */
  readonly messages: number;
  /** Bytes of memory of a partition, as the server estimates them; default: any. */
  readonly bytes?: number;
  /**
   * A group without a process that follows for it is reported once it has so many unsettled messages of a partition
   * and the oldest is so old: it keeps them from being trimmed. Default one hour and 1,000.
   */
  readonly alarm?: { readonly ageMs: number; readonly messages: number };
}

export const defaultRetention = {
  ageMs: 24 * 3_600_000,
  messages: 100_000,
} as const satisfies RetentionOptions;

const defaultAlarm = { ageMs: 3_600_000, messages: 1000 } as const;
/** Milliseconds until the same is reported again. */
const repeatMs = 3_600_000;

export interface Retention {
  /** Trims streams of the channel; reports every group that keeps messages and is not there. */
  trim(streams: readonly string[]): Promise<void>;
}

export function createRetention(
  connection: RedisConnection,
  settings: Settings,
  place: Omit<StreamPlace, "partition">,
): Retention {
  const { ageMs, messages, bytes = 0, alarm = defaultAlarm } = settings.retention;
  const reported = new Map<string, number>();

  const report = async (stream: string, group: string, count: number): Promise<void> => {
    const name = `${stream} ${group}`;
    const last = reported.get(name);
    if (last !== undefined && performance.now() - last < repeatMs) return;
    const members = membersKey(place, group);
    if (Number(await connection.send(members, "EXISTS", members)) > 0) return;
    reported.set(name, performance.now());
    settings.onWarning(
      `${group}: no process follows \`${place.channel}\` for it, and ${count} or more messages of ${stream} wait, so that they cannot be trimmed; start it, or retire it with \`berrys queue retire ${place.channel} --group ${group}\``,
    );
  };
  return {
    trim: async (streams) => {
      await Promise.all(
        streams.map(async (stream) => {
          const args = [ageMs, messages, bytes, alarm.ageMs, alarm.messages];
          const reply = await connection.run(trimScript, [stream], args);
          const [, ...behind] = reply as readonly [number, ...(Buffer | number)[]];
          for (let index = 0; index < behind.length; index += 2)
            await report(stream, String(behind[index]), Number(behind[index + 1]));
        }),
      );
    },
  };
}
