import type { DiagnosticCode } from "../../diagnostics/catalog.ts";
import { createDiagnostic } from "../../diagnostics/create.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ChannelOperationNode, MessageNode } from "../../model/model.ts";
import type { Rule, RuleInput } from "../rule.ts";

/** Every followed event has one publisher, and every event a follower. */
export const eventFlow: Rule = (input) =>
  flowsOf(input, "event").flatMap(({ message, senders, receivers }) => {
    const isAlone = input.built.model.services.length === 1;
    const [receiver] = receivers;
    const found: Diagnostic[] = [];
    if (receiver !== undefined && senders.length === 0 && !isAlone) {
      const text = `\`${receiver.service}\` follows \`${message.type}\`, but nobody publishes it.`;
      found.push(at(input, "validate/event-without-publisher", text, receiver, message));
    }
    if (receiver === undefined && !isAlone) {
      const text = `Nobody follows the event \`${message.type}\`.`;
      found.push(
        createDiagnostic(
          "validate/event-without-subscriber",
          text,
          input.loaded.sources.spanOf(message.origin),
        ),
      );
    }
    const [owner, other] = distinct(senders);
    if (owner !== undefined && other !== undefined && !isOpenToMany(input, message)) {
      const text = `\`${owner.service}\` and \`${other.service}\` both publish \`${message.type}\`.`;
      found.push(at(input, "validate/two-owners", text, other, owner));
    }
    return found;
  });

/** Every command that is sent has exactly one receiver. */
export const commandFlow: Rule = (input) =>
  flowsOf(input, "command").flatMap(({ message, senders, receivers }) => {
    const [sender] = senders;
    const [receiver, other] = distinct(receivers);
    if (receiver !== undefined && other !== undefined) {
      const text = `\`${receiver.service}\` and \`${other.service}\` both receive the command \`${message.type}\`.`;
      return [at(input, "validate/two-receivers", text, other, receiver)];
    }
    if (receiver !== undefined || sender === undefined || input.built.model.services.length === 1)
      return [];
    const text = `\`${sender.service}\` sends \`${message.type}\`, but nobody receives it.`;
    return [at(input, "validate/command-without-receiver", text, sender, message)];
  });

interface Flow {
  readonly message: MessageNode;
  readonly senders: readonly ChannelOperationNode[];
  readonly receivers: readonly ChannelOperationNode[];
}

function flowsOf({ built }: RuleInput, kind: MessageNode["messageKind"]): readonly Flow[] {
  const { messages, channelOperations } = built.model;
  const byChannel = Map.groupBy(channelOperations, ({ channel }) => channel);
  return messages
    .filter(({ messageKind }) => messageKind === kind)
    .map((message) => {
      const operations = (byChannel.get(message.channel) ?? []).filter(
        ({ messages: named }) => named === null || named.includes(message.type),
      );
      return {
        message,
        senders: operations.filter(({ action }) => action === "send"),
        receivers: operations.filter(({ action }) => action === "receive"),
      };
    });
}

function distinct(operations: readonly ChannelOperationNode[]): readonly ChannelOperationNode[] {
  return [
    ...new Map(operations.toReversed().map((operation) => [operation.service, operation])).values(),
  ].reverse();
}

/** An enveloped event whose `source` is no constant says itself that several services publish it. */
function isOpenToMany({ built }: RuleInput, message: MessageNode): boolean {
  const facts = built.asyncApi?.facts.find(({ node }) => node.origin === message.origin);
  return facts?.envelope != null && facts.envelope.sources?.length !== 1;
}

type Placed = Pick<MessageNode, "origin">;

function at(
  { loaded }: RuleInput,
  code: DiagnosticCode,
  text: string,
  place: Placed,
  other: Placed,
): Diagnostic {
  const related = [{ message: "the other side", span: loaded.sources.spanOf(other.origin) }];
  return createDiagnostic(code, text, loaded.sources.spanOf(place.origin), { related });
}
