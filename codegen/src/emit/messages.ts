import type {
  ChannelNode,
  MessageKind,
  MessageNode,
  Model,
  PreviousVersion,
  SchemaNode,
} from "../model/model.ts";
import { emitCheck } from "../schema/emit-check.ts";
import { emitType } from "../schema/emit-type.ts";
import { array, generic, layOut, object, raw, union, value } from "./code.ts";
import type { ImportCollector } from "./imports.ts";
import { docComment, stringLiteral } from "./literals.ts";
import { channelOf, messagesOn, streamName } from "./lookup.ts";
import { moduleFile, sourced } from "./module.ts";
import { channelUnion, checkName, definitionName } from "./names.ts";
import type { EmitOptions, OutputFile } from "./output.ts";

/** One module a channel: data types, validators, definitions and envelopes of its messages. */
export function emitMessages(
  model: Model,
  kind: MessageKind,
  options: EmitOptions,
): readonly OutputFile[] {
  const channels = model.channels.filter(({ messageKind }) => messageKind === kind);
  const folder = kind === "event" ? "events/" : "commands/";
  const channelsOf = Map.groupBy(channels, ({ module }) => module);
  const schemasOf = Map.groupBy(
    model.schemas.filter(({ module }) => module.startsWith(folder)),
    ({ module }) => module,
  );
  return [...new Set([...channelsOf.keys(), ...schemasOf.keys()])].map((module) => {
    const content = {
      channels: channelsOf.get(module) ?? [],
      schemas: schemasOf.get(module) ?? [],
    };
    return emitModule(model, module, content, options);
  });
}

interface Content {
  readonly channels: readonly ChannelNode[];
  readonly schemas: readonly SchemaNode[];
}

function emitModule(
  model: Model,
  module: string,
  { channels, schemas }: Content,
  emit: EmitOptions,
): OutputFile {
  const messages = channels.flatMap((channel) => messagesOn(model, channel));
  return moduleFile({
    model,
    module,
    emit,
    declared: [
      ...schemaNames(schemas),
      ...messages.flatMap((message) => [message.typeName, definitionName(message)]),
      ...channels.map(channelUnion),
    ],
    origins: [...channels, ...messages, ...schemas].map(({ origin }) => origin),
    body: (imports) => [
      ...emitSchemaNodes(schemas, imports),
      ...messages.map((message) => emitMessage(model, message, imports)),
      ...channels.map((channel) => emitUnion(model, channel)),
    ],
  });
}

/** Types and validators of named schemas, in contract order. */
export function emitSchemaNodes(
  schemas: readonly SchemaNode[],
  imports: ImportCollector,
): readonly string[] {
  return schemas.flatMap((schema) => [emitType(schema, imports), emitCheck(schema, imports)]);
}

/** Names that {@link emitSchemaNodes} declares. */
export function schemaNames(schemas: readonly SchemaNode[]): readonly string[] {
  return schemas.flatMap(({ typeName }) => [typeName, checkName(typeName)]);
}

function emitMessage(model: Model, message: MessageNode, imports: ImportCollector): string {
  const channel = channelOf(model, message);
  const data = imports.scope.resolve(message.data);
  const reply = message.reply === null ? null : imports.scope.resolve(message.reply);
  const dataType = imports.type(data.module, data.typeName);
  const types =
    reply === null ? [dataType] : [dataType, imports.type(reply.module, reply.typeName)];
  const check = (schema: SchemaNode | null) =>
    schema === null ? raw("null") : raw(imports.value(schema.module, checkName(schema.typeName)));
  const previousVersion = ({ version, data: id, sensitive }: PreviousVersion) =>
    object([
      ["version", value(version)],
      ["check", check(imports.scope.resolve(id))],
      ["sensitive", value(sensitive)],
    ]);
  const definition = object([
    ["kind", value(channel.messageKind)],
    ["type", value(message.type)],
    ["channel", value(streamName(model, channel))],
    ["partitions", value(channel.partitions)],
    ...(channel.packed === true ? [["packed", value(true)] as const] : []),
    ["version", value(message.version)],
    ["key", value(message.key)],
    ["retry", value(message.retry)],
    ["deadLetter", value(message.deadLetter)],
    ["sensitive", value(message.sensitive)],
    ...(message.sensitiveReply.length === 0
      ? []
      : [["sensitiveReply", value(message.sensitiveReply)] as const]),
    ["check", check(data)],
    ["checkReply", check(reply)],
    ...(message.previous.length === 0
      ? []
      : [["previous", array(message.previous.map(previousVersion))] as const]),
  ]);
  const type = generic(imports.runtimeType("MessageDefinition"), types, "");
  const envelope = generic(
    `export type ${message.typeName} = ${imports.runtimeType("Envelope")}`,
    [stringLiteral(message.type), dataType],
    ";",
  );
  return [
    docComment(sourced(message.doc, message.type)),
    layOut(`export const ${definitionName(message)}: ${type} = `, definition, ";"),
    envelope,
  ].join("\n");
}

function emitUnion(model: Model, channel: ChannelNode): string {
  const members = messagesOn(model, channel).map(({ typeName }) => typeName);
  const code = union(`export type ${channelUnion(channel)} =`, members, ";");
  return `${docComment(sourced(channel.doc, channel.name))}\n${code}`;
}
