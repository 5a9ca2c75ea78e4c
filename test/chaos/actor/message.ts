import type { FollowDefinition, MessageDefinition } from "../../../runtime/src/definitions.ts";
import type { MessageName } from "../history.ts";
import type { Plan } from "../plan.ts";
import type { ActorPlace } from "./orders.ts";

/** Data of every message of a run. */
export interface ChaosData extends MessageName {
  readonly plan: Plan;
  readonly padding: string;
}

/** The contract of the one message type of a run. */
export function definitionOf(place: ActorPlace): MessageDefinition<ChaosData> {
  return {
    kind: place.kind,
    type: `${place.channel}.happened`,
    channel: place.channel,
    partitions: place.partitions,
    ...(place.packed ? ({ packed: true } as const) : null),
    version: 1,
    key: "/key",
    retry: { attempts: place.attempts, backoffMs: 20, maxBackoffMs: 100 },
    deadLetter: place.deadLetter,
    sensitive: [],
    check: (data, pointer, violations) => {
      const { key, n } = data as Partial<ChaosData>;
      if (typeof key === "string" && Number.isInteger(n)) return;
      violations.push({ pointer, keyword: "type", expected: "key and n", got: "something else" });
    },
    checkReply: null,
  };
}

/** What a consumer of the run follows. */
export function followOf(place: ActorPlace): FollowDefinition {
  const { channel, kind, partitions } = place;
  const message = definitionOf(place);
  return { channel, kind, partitions, handler: null, messages: [{ handler: "on", message }] };
}
