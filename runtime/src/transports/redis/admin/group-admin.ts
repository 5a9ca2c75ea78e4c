import { BerrysError } from "../../../errors.ts";
import { assertGroupName } from "../../group-name.ts";
import type { GroupAdmin, GroupPlace, GroupStart } from "../../queue-admin.ts";
import { isReplyError, type RedisConnection } from "../connection.ts";
import { type GroupKeys, groupKeys, membersKey } from "../keys.ts";
import { idBefore, isAfter } from "../stream-id.ts";
import { createGroupScript, owned, retireScript, rewindScript } from "./group-scripts.ts";
import { partitionsOf, placeOf } from "./inspector.ts";
import { resumeScript } from "./letter-scripts.ts";
import { countAfter, groupsOf, infoOf, namedValues } from "./reading.ts";

/** Makes, moves and forgets groups on Redis. Errors are the client's own, or `BerrysError`s for people. */
export function createGroupAdmin(connection: RedisConnection, prefix: string): GroupAdmin {
  const keysOf = (place: GroupPlace, partition: number): GroupKeys =>
    groupKeys(placeOf(prefix, place, partition), place.group);

  const refuseOwned = async (place: GroupPlace): Promise<void> => {
    for (const partition of partitionsOf(place)) {
      const { lease } = keysOf(place, partition);
      if ((await connection.send(lease, "EXISTS", lease)) === 1) throw ownedError(place, partition);
    }
  };
  const countFrom = async (
    place: GroupPlace,
    start: GroupStart,
  ): Promise<readonly { readonly id: string; readonly count: number }[]> =>
    Promise.all(
      partitionsOf(place).map(async (partition) => {
        const { stream } = keysOf(place, partition);
        const id = await startId(connection, stream, start);
        const { count } = await countAfter(connection, stream, id, Number.POSITIVE_INFINITY);
        return { id, count };
      }),
    );
  const exists = async (place: GroupPlace): Promise<boolean> => {
    const found = await Promise.all(
      partitionsOf(place).map((partition) => groupsOf(connection, keysOf(place, partition).stream)),
    );
    return found.flat().some(({ name }) => name === place.group);
  };

  return {
    create: async (place, start) => {
      assertGroupName(place.group);
      if (await exists(place)) throw existsError(place);
      const found = await countFrom(place, start);
      for (const [partition, { id }] of found.entries()) {
        const { stream, state, pending } = keysOf(place, partition);
        await connection
          .run(createGroupScript, [stream, state, pending], [place.group, id])
          .catch((error: unknown) => {
            throw isReplyError(error, "BUSYGROUP") ? existsError(place) : error;
          });
      }
      return sum(found);
    },
    rewind: async (place, start, { by, why, run, dryRun = false }) => {
      if (!(await exists(place))) throw unknownError(place);
      await refuseOwned(place);
      const found = await countFrom(place, start);
      if (dryRun) return sum(found);
      for (const [partition, { id }] of found.entries()) {
        const { lease, epoch, stream, state, pending, audit } = keysOf(place, partition);
        await connection
          .run(
            rewindScript,
            [lease, epoch, stream, state, pending, audit],
            [place.group, id, by, why, run],
          )
          .catch((error: unknown) => {
            if (isReplyError(error, owned)) throw ownedError(place, partition);
            throw error;
          });
      }
      return sum(found);
    },
    retire: async (place, { withDeadLetters }) => {
      if (!(await exists(place))) throw unknownError(place);
      await refuseOwned(place);
      if (!withDeadLetters) await refuseLetters(connection, place, keysOf);
      for (const partition of partitionsOf(place)) {
        const { lease, epoch, stream, ...keys } = keysOf(place, partition);
        const { state, pending, urgentPending, replay, replayPending } = keys;
        const { dead, halted, audit, retries } = keys;
        const own = [state, pending, urgentPending, replay, replayPending];
        const letters = [dead, halted, audit, retries.due, retries.held];
        await connection
          .run(retireScript, [lease, epoch, stream, ...own, ...letters], [place.group])
          .catch((error: unknown) => {
            throw isReplyError(error, owned) ? ownedError(place, partition) : error;
          });
      }
      const members = membersKey({ prefix, kind: place.kind, channel: place.channel }, place.group);
      await connection.send(members, "DEL", members);
    },
    resume: async (place, key, { by, why, run }) => {
      for (const partition of partitionsOf(place)) {
        const { halted, replay, audit } = keysOf(place, partition);
        const resumed = await connection.run(
          resumeScript,
          [halted, replay, audit],
          [key, by, why, run],
        );
        if (resumed === 1) return true;
      }
      return false;
    },
  };
}

/** The id behind which a group begins. One past the end would pass over what is published next. */
async function startId(
  connection: RedisConnection,
  stream: string,
  start: GroupStart,
): Promise<string> {
  const wanted = wantedId(start);
  if (wanted === "0-0") return wanted;
  const info = await infoOf(connection, "STREAM", stream);
  const last = info === null ? "0-0" : String(namedValues(info).get("last-generated-id"));
  return wanted === null || isAfter(wanted, last) ? last : wanted;
}

/** Null: the last one. */
function wantedId(start: GroupStart): string | null {
  switch (start.kind) {
    case "beginning":
      return "0-0";
    case "after":
      return start.entry;
    case "time":
      return idBefore(`${Math.max(0, start.at.getTime())}-0`);
    case "end":
      return null;
  }
}

async function refuseLetters(
  connection: RedisConnection,
  place: GroupPlace,
  keysOf: (place: GroupPlace, partition: number) => GroupKeys,
): Promise<void> {
  let letters = 0;
  for (const partition of partitionsOf(place)) {
    const { dead } = keysOf(place, partition);
    letters += Number(await connection.send(dead, "XLEN", dead));
  }
  if (letters === 0) return;
  throw new BerrysError(
    "failed_precondition",
    `\`${place.group}\` has ${letters} dead letters of \`${place.channel}\`; replay or discard them first, or retire the group together with them`,
  );
}

function ownedError({ group, channel }: GroupPlace, partition: number): BerrysError {
  return new BerrysError(
    "failed_precondition",
    `A process of \`${group}\` owns partition ${partition} of \`${channel}\`; stop the service first and wait until its lease has ended`,
  );
}

function unknownError({ group, channel }: GroupPlace): BerrysError {
  return new BerrysError("not_found", `\`${channel}\` has no group \`${group}\``);
}

function existsError({ group, channel }: GroupPlace): BerrysError {
  return new BerrysError("already_exists", `\`${channel}\` already has a group \`${group}\``);
}

function sum(found: readonly { readonly count: number }[]): number {
  return found.reduce((total, { count }) => total + count, 0);
}
