import type { LintCheck } from "../../lint-rule.ts";
import { absentOrNull } from "./absent-or-null.ts";
import { bounded } from "./bounded.ts";
import { categoryOwner } from "./category-owner.ts";
import { channelAddress } from "./channel-address.ts";
import { channelDescribed } from "./channel-described.ts";
import { channelEmpty } from "./channel-empty.ts";
import { commandImperative } from "./command-imperative.ts";
import { commandName } from "./command-name.ts";
import { commandNamesMessages } from "./command-names-messages.ts";
import { commandReceiver } from "./command-receiver.ts";
import { contentJson } from "./content-json.ts";
import { contentType } from "./content-type.ts";
import { correlationDeclared } from "./correlation-declared.ts";
import { correlationLocation } from "./correlation-location.ts";
import { deadLetterDeclared } from "./dead-letter-declared.ts";
import { described } from "./described.ts";
import { envelopeComplete } from "./envelope-complete.ts";
import { envelopeMembers } from "./envelope-members.ts";
import { envelopeType } from "./envelope-type.ts";
import { enveloped } from "./enveloped.ts";
import { eventName } from "./event-name.ts";
import { eventTense } from "./event-tense.ts";
import { examplesPresent } from "./examples-present.ts";
import { haltNeedsKey } from "./halt-needs-key.ts";
import { idFormat } from "./id-format.ts";
import { keyPresent } from "./key-present.ts";
import { keyRequired } from "./key-required.ts";
import { named } from "./named.ts";
import { oneCategoryAChannel } from "./one-category-a-channel.ts";
import { oneKindAChannel } from "./one-kind-a-channel.ts";
import { oneReceiver } from "./one-receiver.ts";
import { openEvents } from "./open-events.ts";
import { operationDescribed } from "./operation-described.ts";
import { partitionsDeclared } from "./partitions-declared.ts";
import { payloadObject } from "./payload-object.ts";
import { payloadPresent } from "./payload-present.ts";
import { propertyDescribed } from "./property-described.ts";
import { replyAddress } from "./reply-address.ts";
import { replyName } from "./reply-name.ts";
import { replyTyped } from "./reply-typed.ts";
import { retryAttempts } from "./retry-attempts.ts";
import { retryDeclared } from "./retry-declared.ts";
import { sensitiveMarked } from "./sensitive-marked.ts";
import { snakeCase } from "./snake-case.ts";
import { timeFormat } from "./time-format.ts";
import { timeName } from "./time-name.ts";
import { titled } from "./titled.ts";
import { uniqueName } from "./unique-name.ts";
import { versionInName } from "./version-in-name.ts";

/** Every rule of this group. */
export const checks: readonly LintCheck[] = [
  eventName,
  eventTense,
  commandName,
  commandImperative,
  commandReceiver,
  oneReceiver,
  categoryOwner,
  oneKindAChannel,
  oneCategoryAChannel,
  enveloped,
  envelopeComplete,
  envelopeMembers,
  envelopeType,
  correlationDeclared,
  correlationLocation,
  payloadObject,
  payloadPresent,
  snakeCase,
  idFormat,
  timeFormat,
  timeName,
  absentOrNull,
  sensitiveMarked,
  bounded,
  openEvents,
  propertyDescribed,
  keyPresent,
  keyRequired,
  partitionsDeclared,
  retryDeclared,
  retryAttempts,
  deadLetterDeclared,
  haltNeedsKey,
  examplesPresent,
  described,
  titled,
  channelDescribed,
  channelEmpty,
  channelAddress,
  named,
  uniqueName,
  versionInName,
  contentType,
  contentJson,
  replyTyped,
  replyAddress,
  replyName,
  operationDescribed,
  commandNamesMessages,
];
