import { bindingRules } from "./rules/bindings.ts";
import { amqpRules } from "./rules/bindings-amqp.ts";
import { brokerRules } from "./rules/bindings-brokers.ts";
import { kafkaRules } from "./rules/bindings-kafka.ts";
import { mqttRules } from "./rules/bindings-mqtt.ts";
import { webBindingRules } from "./rules/bindings-web.ts";
import { channelRules } from "./rules/channels.ts";
import { deliveryRules } from "./rules/delivery.ts";
import { messageRules } from "./rules/messages.ts";
import { operationRules } from "./rules/operations.ts";
import { securityRules } from "./rules/security.ts";
import { serverRules } from "./rules/servers.ts";

/** The rules of AsyncAPI documents, beside those of the schemas in them. */
export const asyncapiRules = {
  ...channelRules,
  ...operationRules,
  ...messageRules,
  ...deliveryRules,
  ...serverRules,
  ...securityRules,
  ...bindingRules,
  ...kafkaRules,
  ...amqpRules,
  ...mqttRules,
  ...webBindingRules,
  ...brokerRules,
};

/** Id of a rule in {@link asyncapiRules}. */
export type AsyncapiRuleId = keyof typeof asyncapiRules;
