import type { Direction } from "../../findings/finding.ts";
import type { Role } from "../../findings/rule.ts";
import type { Located } from "../../load/reference.ts";
import type { Scope } from "./context.ts";
import type { Action, Channel, Message, Operation } from "./view/view.ts";

/** The side that an application stands on: who sends is the writer. */
export function roleOf(action: Action): Role {
  return action === "send" ? "writer" : "reader";
}

/** The side of those who answer: a reply to what is received is written. */
export function replyAction(action: Action): Action {
  return action === "send" ? "receive" : "send";
}

/** An operation of either version, with the old one that it continues. */
export interface OperationScope {
  readonly operation: Operation;
  readonly old: Operation | null;
}

/** Scope of what concerns an operation as a whole. */
export function operationScope({ operation, old }: OperationScope): Scope {
  const { action, channel, messages, service, takesAll } = operation;
  const [only, ...others] = messages;
  const single = only !== undefined && others.length === 0 ? only : null;
  const what = single === null || takesAll ? channel.label : single.type;
  return {
    ...whose(operation),
    ...(single === null ? null : { messageType: single.type }),
    role: roleOf(action),
    direction: action,
    path: service === null ? [`${action} ${what}`] : [`${action} ${what}`, service],
    holders: old === null ? [] : [old.located, old.channel.located],
  };
}

/** Scopes of what concerns a channel: one for each operation on it, so that all who use it are named. */
export function channelScopes(
  channel: Channel,
  old: Channel | null,
  operations: readonly Operation[],
): readonly Scope[] {
  const bare: Scope = {
    role: "both",
    path: [`channel ${channel.label}`],
    ...(channel.address === null ? null : { channel: channel.address }),
    direction: "both",
    holders: old === null ? [] : [old.located],
  };
  if (operations.length === 0) return [bare];
  return operations.map((operation) => ({ ...whose(operation), ...bare }));
}

/** A message as somebody uses it. */
export interface MessageScope {
  readonly message: Message;
  readonly channel: Channel;
  /** Null: nobody says what is done with it, so that it counts both ways. */
  readonly action: Action | null;
  /** Operation that uses it; null like the action. */
  readonly operation: Operation | null;
  readonly isReply: boolean;
  /** True where other channels carry a message of this type, too. */
  readonly isShared: boolean;
  readonly holders: readonly Located[];
}

const plainVerbs = { send: "send", receive: "receive" } as const;
const replyVerbs = { send: "reply sent", receive: "reply received" } as const;

/** Scope of what concerns a message. */
export function messageScope(use: MessageScope): Scope {
  const { message, channel, action, operation, isReply, isShared, holders } = use;
  const direction: Direction = action ?? "both";
  const noun = isReply ? "reply" : "message";
  const verb = isReply ? replyVerbs : plainVerbs;
  const words = action === null ? noun : verb[action];
  const where = isShared ? ` on ${channel.label}` : "";
  return {
    ...(operation === null ? null : whose(operation)),
    ...(channel.address === null ? null : { channel: channel.address }),
    role: action === null ? "both" : roleOf(action),
    direction,
    messageType: message.type,
    path: [`${words} ${message.type}${where}`],
    neutralPath: [`${noun} ${message.type}${where}`],
    holders,
  };
}

function whose({
  key,
  service,
  channel,
}: Operation): Pick<Scope, "operation" | "owner" | "channel"> {
  return {
    operation: key,
    ...(channel.address === null ? null : { channel: channel.address }),
    ...(service === null ? null : { owner: service }),
  };
}
