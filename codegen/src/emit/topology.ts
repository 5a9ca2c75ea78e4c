import type { ChannelNode, MessageNode, Model, ServiceNode } from "../model/model.ts";
import { layOut, union, value } from "./code.ts";
import { emitIndex } from "./index-module.ts";
import { stringLiteral } from "./literals.ts";
import { messagesOn, type Powers, powersOf, streamName } from "./lookup.ts";
import { moduleFile } from "./module.ts";
import type { EmitOptions, OutputFile } from "./output.ts";

/** Output module of the topology. */
export const topologyModule = "topology";

/** `topology.ts`: the platform as data; and `index.ts`, which opens it all to importers. */
export function emitTopology(model: Model, emit: EmitOptions): readonly OutputFile[] {
  const file = moduleFile({
    model,
    module: topologyModule,
    emit,
    declared: ["topology", "ServiceId"],
    origins: [
      ...model.services,
      ...model.channels,
      ...model.messages,
      ...model.channelOperations,
      ...model.restOperations,
      ...model.rpcServices,
    ].map(({ origin }) => origin),
    body: (imports) => {
      const ids = model.services.map(({ id }) => stringLiteral(id));
      const head = `export const topology: ${imports.runtimeType("Topology")} = `;
      return [
        `/** Ids of the services of ${model.name}. */\n${union("export type ServiceId =", ids, ";")}`,
        `/** Who publishes, follows, serves and calls what in ${model.name}. */\n${layOut(head, value(topologyOf(model)), ";")}`,
      ];
    },
  });
  return [file, emitIndex(model, emit)];
}

interface Participant {
  readonly service: ServiceNode;
  readonly powers: Powers;
  readonly outgoing: ReadonlySet<MessageNode>;
  readonly incoming: ReadonlySet<MessageNode>;
}

const idOf = ({ service }: Participant): string => service.id;

function topologyOf(model: Model): unknown {
  const services = model.services.map((service): Participant => {
    const powers = powersOf(model, service.id, service.calls);
    return {
      service,
      powers,
      outgoing: new Set([...powers.publishes, ...powers.sends]),
      incoming: new Set(powers.follows.flatMap(({ messages }) => messages)),
    };
  });
  return {
    name: model.name,
    services: services.map(({ service, powers }) => serviceEntry(model, service, powers)),
    channels: model.channels.map((channel) => channelEntry(model, channel, services)),
    rest: model.restOperations.map(({ operationId, method, path, service }) => ({
      operationId,
      method: method.toUpperCase(),
      path,
      service,
    })),
    rpc: model.rpcServices.map(({ name, service, methods }) => ({
      name,
      service,
      methods: methods.map((method) => method.name),
    })),
  };
}

function serviceEntry(model: Model, service: ServiceNode, powers: Powers): unknown {
  const types = (messages: readonly MessageNode[]) => messages.map(({ type }) => type);
  return {
    id: service.id,
    title: service.name,
    description: service.doc,
    portOffset: service.portOffset,
    publishes: types(powers.publishes),
    sends: types(powers.sends),
    follows: powers.follows.map(({ channel, messages }) => ({
      kind: channel.messageKind,
      channel: streamName(model, channel),
      messages: types(messages),
    })),
    rest: powers.rest.map(({ operationId }) => operationId),
    serves: powers.serves.map(({ name }) => name),
    calls: service.calls,
  };
}

function channelEntry(
  model: Model,
  channel: ChannelNode,
  services: readonly Participant[],
): unknown {
  return {
    kind: channel.messageKind,
    name: streamName(model, channel),
    description: channel.doc,
    partitions: channel.partitions,
    messages: messagesOn(model, channel).map((message) => ({
      type: message.type,
      version: message.version,
      key: message.key,
      reply: message.reply !== null,
      senders: services.filter(({ outgoing }) => outgoing.has(message)).map(idOf),
      receivers: services.filter(({ incoming }) => incoming.has(message)).map(idOf),
    })),
  };
}
