import type { Batch, MessageNode, Model, RestOperationNode } from "../model/model.ts";
import { requestTypeName, resultTypeName } from "../names.ts";
import { generic } from "./code.ts";
import type { ImportCollector } from "./imports.ts";
import { propertyKey } from "./literals.ts";
import type { Follow, Powers } from "./lookup.ts";
import { channelHandler, channelUnion, memberName, rpcName, upcasterName } from "./names.ts";
import { indent } from "./printer.ts";

/** Members of the handlers of a service, by kind. */
export interface HandlerGroups {
  readonly rest: readonly string[];
  readonly rpc: readonly string[];
  readonly events: readonly string[];
  readonly commands: readonly string[];
  /** Messages with older versions; empty: the group is left out. */
  readonly upcasters: readonly string[];
}

/** One typed member a handler; `context` is the type of the second argument. */
export function handlerGroups(
  model: Model,
  powers: Powers,
  context: string,
  imports: ImportCollector,
): HandlerGroups {
  const ofKind = (kind: string) =>
    powers.follows.filter(({ channel }) => channel.messageKind === kind);
  return {
    rest: powers.rest.map((operation) => restHandler(operation, context, imports)),
    rpc: powers.serves.map((rpc) =>
      member(rpcName(rpc, model.rpcServices), imports.runtimeType("RpcHandlers"), [
        `typeof ${imports.type(rpc.module, rpc.typeName)}`,
        context,
      ]),
    ),
    events: ofKind("event").flatMap((follow) => eventHandlers(follow, context, imports)),
    commands: ofKind("command").flatMap((follow) => commandHandlers(follow, context, imports)),
    upcasters: powers.follows
      .flatMap(({ messages }) => messages)
      .flatMap((message) => upcasterGroup(message, imports)),
  };
}

function restHandler(
  operation: RestOperationNode,
  context: string,
  imports: ImportCollector,
): string {
  const { module, typeName } = operation;
  return member(memberName(operation), imports.runtimeType("RestHandler"), [
    imports.type(module, requestTypeName(typeName)),
    imports.type(module, resultTypeName(typeName)),
    context,
  ]);
}

function eventHandlers(
  follow: Follow,
  context: string,
  imports: ImportCollector,
): readonly string[] {
  const { channel, whole, messages, batchOf } = follow;
  const handler = (name: string, envelope: string, batch: Batch | null) =>
    member(name, imports.runtimeType(batch === null ? "MessageHandler" : "BatchHandler"), [
      imports.type(channel.module, envelope),
      context,
    ]);
  if (whole) {
    return [handler(channelHandler(channel), channelUnion(channel), batchOfWhole(follow))];
  }
  return messages.map((message) =>
    handler(memberName(message), message.typeName, batchOf(message)),
  );
}

function commandHandlers(
  follow: Follow,
  context: string,
  imports: ImportCollector,
): readonly string[] {
  const { channel, whole, messages, batchOf } = follow;
  const handler = (name: string, envelope: string, reply: string, batch: Batch | null) =>
    batch === null
      ? member(name, imports.runtimeType("CommandHandler"), [
          imports.type(channel.module, envelope),
          reply,
          context,
        ])
      : member(name, imports.runtimeType("BatchHandler"), [
          imports.type(channel.module, envelope),
          context,
        ]);
  if (!whole) {
    return messages.map((message) =>
      handler(memberName(message), message.typeName, replyOf(message, imports), batchOf(message)),
    );
  }
  const replies = new Set(messages.map((message) => replyOf(message, imports)));
  const reply = replies.size === 0 ? "void" : [...replies].join(" | ");
  return [handler(channelHandler(channel), channelUnion(channel), reply, batchOfWhole(follow))];
}

/** All messages of a whole channel come in the same batches. */
function batchOfWhole({ messages, batchOf }: Follow): Batch | null {
  const [first] = messages;
  return first === undefined ? null : batchOf(first);
}

/** One member a message with older versions: what leads from each of them to the next. */
function upcasterGroup(message: MessageNode, imports: ImportCollector): readonly string[] {
  const { previous, data } = message;
  if (previous.length === 0) return [];
  const type = (id: string): string => {
    const { module, typeName } = imports.scope.resolve(id);
    return imports.type(module, typeName);
  };
  const steps = previous.map(({ version, data: from }, index) => {
    const to = previous[index + 1]?.data ?? data;
    const name = `readonly ${upcasterName(version)}: ${imports.runtimeType("Upcaster")}`;
    return generic(name, [type(from), type(to)], ";", 6);
  });
  const lines = steps.map((step) => indent(step)).join("\n");
  return [`readonly ${propertyKey(memberName(message))}: {\n${lines}\n};`];
}

function replyOf(message: MessageNode, imports: ImportCollector): string {
  if (message.reply === null) return "void";
  const { module, typeName } = imports.scope.resolve(message.reply);
  return imports.type(module, typeName);
}

function member(name: string, type: string, args: readonly string[]): string {
  return generic(`readonly ${propertyKey(name)}: ${type}`, args, ";", 4);
}
