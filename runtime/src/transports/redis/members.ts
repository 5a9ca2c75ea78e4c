import { assignOwners } from "../partition.ts";
import type { RedisConnection } from "./connection.ts";
import { heartbeatScript } from "./lease-scripts.ts";

/** The processes of a group that follow one channel. */
export interface Members {
  /** Says that this one is there; resolves with the partitions that it should own. */
  heartbeat(partitions: number): Promise<ReadonlySet<number>>;
  leave(): Promise<void>;
}

export function createMembers(
  connection: RedisConnection,
  key: string,
  member: string,
  silenceMs: number,
): Members {
  return {
    heartbeat: async (partitions) => {
      const reply = await connection.run(heartbeatScript, [key], [member, silenceMs]);
      const members = (reply as readonly Buffer[]).map((name) => name.toString());
      const owners = assignOwners(members, partitions, key);
      return new Set(owners.flatMap((owner, partition) => (owner === member ? [partition] : [])));
    },
    leave: async () => {
      await connection.send(key, "ZREM", key, member).catch(() => {
        // Then it is missed after a while.
      });
    },
  };
}
