import { field } from "../../../../compat/asyncapi/view/layers.ts";
import { readView } from "../../../../compat/asyncapi/view/read-view.ts";
import type { Channel, Message, Operation, View } from "../../../../compat/asyncapi/view/view.ts";
import type { Place } from "../../../../compat/change.ts";
import type { Side } from "../../../../compat/side.ts";
import type { ContractTree } from "../../../../compat/tree.ts";
import { member } from "../../../../load/pointer.ts";
import { child, idOf, type Located } from "../../../../load/reference.ts";
import type { LintMistake } from "../../../lint-rule.ts";
import { declarationsOf } from "./schema-view.ts";

/** What a message is for: a fact, a request to one service, or the answer to one. */
export type MessagePurpose = "event" | "command" | "reply";

/** A message with everything around it that rules ask for. */
export interface MessageView {
  readonly tree: ContractTree;
  /** Name on the wire. */
  readonly type: string;
  readonly purpose: MessagePurpose;
  readonly message: Message;
  /** The channel that carries it; the first one where several do. */
  readonly channel: Channel;
  /** Operations that send it, in order; answers count. */
  readonly senders: readonly Operation[];
  readonly receivers: readonly Operation[];
  /** Payload in JSON Schema as it is written; null: none, or in another language. */
  readonly payload: Located | null;
  /** What it is about: `data` inside an envelope, the payload otherwise. */
  readonly data: Located | null;
  readonly isEnveloped: boolean;
  /** The extension of the message, its traits or its channel; null: none has it. */
  extension(name: string): Located | null;
}

/** The AsyncAPI document of a side, as the rules look at it. */
export interface MessagesView {
  readonly tree: ContractTree;
  readonly view: View;
  /** Each message of each channel once, document order. */
  readonly messages: readonly MessageView[];
}

const views = new WeakMap<ContractTree, MessagesView>();

/** The messages of a side, read once; null without an AsyncAPI document. */
export function messagesOf({ asyncapi }: Side): MessagesView | null {
  if (asyncapi === null) return null;
  const known = views.get(asyncapi);
  if (known !== undefined) return known;
  const view = readView(asyncapi);
  const made = { tree: asyncapi, view, messages: readMessages(asyncapi, view) };
  views.set(asyncapi, made);
  return made;
}

function readMessages(tree: ContractTree, view: View): readonly MessageView[] {
  const senders = new Map<string, Operation[]>();
  const receivers = new Map<string, Operation[]>();
  const asked = new Set<string>();
  const answers = new Set<string>();
  const add = (index: Map<string, Operation[]>, { located }: Message, operation: Operation) => {
    const list = index.get(idOf(located)) ?? [];
    if (!list.includes(operation)) list.push(operation);
    index.set(idOf(located), list);
  };
  for (const operation of view.operations) {
    const { action, messages, reply } = operation;
    const [to, back] = action === "send" ? [senders, receivers] : [receivers, senders];
    for (const message of messages) {
      add(to, message, operation);
      if (reply !== null) asked.add(idOf(message.located));
    }
    for (const message of reply?.messages ?? []) {
      add(back, message, operation);
      answers.add(idOf(message.located));
    }
  }
  const seen = new Set<string>();
  const found: MessageView[] = [];
  for (const channel of view.channels) {
    for (const message of channel.messages) {
      const id = idOf(message.located);
      if (seen.has(id)) continue;
      seen.add(id);
      const isRequest = asked.has(id);
      const purpose =
        answers.has(id) && !isRequest ? "reply" : purposeOf(channel, message, isRequest);
      const uses = { senders: senders.get(id) ?? [], receivers: receivers.get(id) ?? [] };
      found.push({ ...contentOf(tree, channel, message), ...uses, purpose });
    }
  }
  return found;
}

function purposeOf(channel: Channel, message: Message, isAnswered: boolean): MessagePurpose {
  const stated = [message.envelope?.value, extensionOf(channel, message, "x-berrys-kind")?.value];
  const kind = stated.find((value) => value === "event" || value === "command");
  return kind === "command" || (kind === undefined && isAnswered) ? "command" : "event";
}

function extensionOf(channel: Channel, message: Message, name: string): Located | null {
  return field([...message.layers, channel.located], name);
}

function contentOf(
  tree: ContractTree,
  channel: Channel,
  message: Message,
): Omit<MessageView, "senders" | "receivers" | "purpose"> {
  const payload = isJsonSchema(message.payload.format?.value) ? message.payload.schema : null;
  const isEnveloped = message.envelope !== null && payload !== null;
  const [data = null] = isEnveloped ? declarationsOf(tree, payload, "data") : [payload];
  const extension = (name: string) => extensionOf(channel, message, name);
  return { tree, type: message.type, message, channel, payload, data, isEnveloped, extension };
}

/** True for the formats that JSON Schema rules can look at. */
function isJsonSchema(format: unknown): boolean {
  if (typeof format !== "string") return true;
  return /^application\/(schema\+(json|yaml)|vnd\.(aai\.asyncapi|oai\.openapi))/.test(format);
}

/** A place for a mistake. */
export function placeOf({ file, pointer }: Located, part: Place["part"] = "key"): Place {
  return { file, pointer, part };
}

/** The place of a member; of the node itself where there is no such member. */
export function memberPlace(node: Located, key: string, part: Place["part"] = "key"): Place {
  const has = member(node.value, key) !== undefined;
  return placeOf(has ? child(node, key) : node, has ? part : "key");
}

/** What a mistake of a message has in common with all others of that message. */
export function mistakeOf(
  { type, channel, message, senders, receivers }: MessageView,
  mistake: Pick<LintMistake, "rule" | "message"> & Partial<LintMistake>,
): LintMistake {
  const involved = new Set(
    [...senders, ...receivers].flatMap(({ service }) => (service === null ? [] : [service])),
  );
  return {
    kind: "asyncapi",
    path: `message ${type}`,
    place: placeOf(message.located),
    channel: channel.label,
    messageType: type,
    ...(involved.size === 0 ? {} : { services: [...involved].sort() }),
    ...mistake,
  };
}

/** A check that looks at every message by itself. */
export function eachMessage(
  check: (view: MessageView, all: MessagesView) => readonly LintMistake[],
): (side: Side) => readonly LintMistake[] {
  return (side) => {
    const all = messagesOf(side);
    return all === null ? [] : all.messages.flatMap((view) => check(view, all));
  };
}
