import type { LintRules } from "../../profile.ts";

/** Entities that several contracts declare. */
export const entityRules = {
  "entities/unknown-link": {
    title: "A link to no message",
    level: "error",
    why: "The two declarations are not compared, so they drift apart unseen.",
    fix: "Write the qualified name of a message or enum.",
  },
  "entities/missing-in-proto": {
    title: "A property that the message lacks",
    level: "warn",
    why: "Callers of the RPC do not get what REST and messages tell, and a service that copies the entity loses it.",
    fix: "Add the field, or list it under `x-berrys-proto-ignore`.",
  },
  "entities/missing-in-schema": {
    title: "A field that the schema lacks",
    level: "warn",
    why: "Readers of REST and messages do not get what callers of the RPC get, and a service that copies the entity loses it.",
    fix: "Add the property, or list it under `x-berrys-proto-ignore`.",
  },
  "entities/stale-ignore": {
    title: "An ignored difference that is none",
    level: "warn",
    why: "A difference that appears later stays unseen.",
    fix: "Take the name out of `x-berrys-proto-ignore`.",
  },
  "entities/type": {
    title: "A property and its field of different types",
    level: "error",
    why: "Values cannot be copied from one to the other without loss or failure.",
    fix: "Give both the same type.",
  },
  "entities/optionality": {
    title: "A property and its field that disagree about absence",
    level: "warn",
    why: "An absent value arrives as an empty text or 0, or a required one is missing.",
    fix: "Make the property nullable and the field `optional`, or neither.",
  },
  "entities/enum-missing-in-proto": {
    title: "A value that the enum lacks",
    level: "error",
    why: "The value cannot be told to callers of the RPC; it arrives as unspecified.",
    fix: "Add the value to the enum.",
  },
  "entities/enum-missing-in-schema": {
    title: "A value that the schema lacks",
    level: "error",
    why: "A message or response with the value is refused by those who check it.",
    fix: "Add the value to the schema.",
  },
  "entities/limits": {
    title: "A property and its field with different limits",
    level: "warn",
    why: "What one side accepts the other refuses.",
    fix: "Use the same limits.",
  },
  "entities/nested-link": {
    title: "An entity inside an entity that is not linked",
    level: "warn",
    why: "The inner one is not compared, or compared with another message.",
    fix: "Link it with `x-berrys-proto`.",
  },
  "entities/linked-twice": {
    title: "Two schemas for one message",
    level: "info",
    why: "One entity has two forms in REST and messages.",
    fix: "Let one refer to the other.",
  },
  "entities/unlinked": {
    title: "A schema called like a message",
    level: "info",
    why: "Both probably mean one entity, and drift apart unseen.",
    fix: "Link them with `x-berrys-proto`.",
  },
  "entities/declared-twice": {
    title: "An entity that messages and REST declare each by themselves",
    level: "warn",
    why: "The two drift apart; generated code has two types for one thing.",
    fix: "Share one schema.",
  },
} satisfies LintRules;
