import { schemaKind } from "./schema.ts";
import { any, anyOf, type Grammar, list, map, one, oneOf } from "./shape.ts";

const described = anyOf("title summary description tags externalDocs bindings security");
const messageTrait = {
  ...anyOf("correlationId contentType name title summary description tags externalDocs bindings"),
  headers: one("payload"),
  examples: list("messageExample"),
};

/** AsyncAPI 3. */
export const asyncApiGrammar: Grammar = {
  root: {
    title: "AsyncAPI document",
    expected: ["info"],
    fields: {
      ...anyOf("asyncapi id defaultContentType"),
      info: one("info"),
      servers: map("server"),
      channels: map("channel"),
      operations: map("channelOperation"),
      components: one("components"),
    },
  },
  info: {
    title: "info",
    expected: ["title", "version"],
    fields: anyOf("title version description termsOfService contact license tags externalDocs"),
  },
  server: {
    title: "server",
    expected: ["host", "protocol"],
    fields: anyOf(
      "host protocol protocolVersion pathname description title summary variables security tags externalDocs bindings",
    ),
  },
  channel: {
    title: "channel",
    fields: {
      ...anyOf("address title summary description servers tags externalDocs bindings"),
      messages: map("message"),
      parameters: map("parameter"),
    },
  },
  parameter: {
    title: "channel parameter",
    fields: anyOf("enum default description examples location schema"),
  },
  channelOperation: {
    title: "operation",
    required: ["action", "channel"],
    fields: {
      ...described,
      action: oneOf("send", "receive"),
      channel: any,
      messages: any,
      traits: list("operationTrait"),
      reply: one("reply"),
    },
  },
  operationTrait: { title: "operation trait", fields: described },
  reply: { title: "reply", fields: { channel: any, messages: any, address: one("replyAddress") } },
  replyAddress: { title: "reply address", fields: anyOf("location description") },
  message: {
    title: "message",
    fields: { ...messageTrait, payload: one("payload"), traits: list("messageTrait") },
  },
  messageTrait: { title: "message trait", fields: messageTrait },
  messageExample: { title: "message example", fields: anyOf("headers payload name summary") },
  multiFormat: { title: "multi-format schema", fields: anyOf("schemaFormat schema") },
  components: {
    title: "components",
    fields: {
      ...anyOf(
        "securitySchemes serverVariables correlationIds externalDocs tags serverBindings channelBindings operationBindings messageBindings",
      ),
      schemas: map("payload"),
      servers: map("server"),
      channels: map("channel"),
      operations: map("channelOperation"),
      messages: map("message"),
      parameters: map("parameter"),
      replies: map("reply"),
      replyAddresses: map("replyAddress"),
      operationTraits: map("operationTrait"),
      messageTraits: map("messageTrait"),
    },
  },
  schema: schemaKind,
};
