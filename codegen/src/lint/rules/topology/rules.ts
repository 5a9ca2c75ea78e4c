import type { LintRules } from "../../profile.ts";

/** How services hang together. */
export const topologyRules = {
  "topology/event-unfollowed": {
    title: "An event that nobody follows",
    level: "warn",
    why: "It costs its publisher work and its queue memory for nothing.",
    fix: "Follow it or remove it.",
  },
  "topology/event-unpublished": {
    title: "An event that nobody publishes",
    level: "warn",
    why: "Its followers wait in vain.",
    fix: "Publish it or remove it.",
  },
  "topology/command-unsent": {
    title: "A command that nobody sends",
    level: "warn",
    why: "Its receiver keeps code that never runs.",
    fix: "Send it or remove it.",
  },
  "topology/command-unreceived": {
    title: "A command that nobody receives",
    level: "error",
    why: "It stays in the queue until its sender gives up.",
    fix: "Receive it or stop sending it.",
  },
  "topology/follows-itself-alone": {
    title: "An event that its publisher alone follows",
    level: "info",
    why: "An event tells others; here it is a detour through the queue.",
    fix: "Do the work where the event arises.",
  },
  "topology/event-loop": {
    title: "Services that follow one another's events",
    level: "info",
    why: "A follower that publishes for each event keeps the circle going for ever.",
    fix: "Make sure that the circle ends.",
  },
  "topology/unused-channel": {
    title: "A channel that no operation uses",
    level: "warn",
    why: "It promises messages that nobody sends or gets.",
    fix: "Add an operation or remove it.",
  },
  "topology/unused-message": {
    title: "A message that no channel carries",
    level: "warn",
    why: "Readers of the contract wait for it in vain.",
    fix: "Add it to a channel or remove it.",
  },
  "topology/idle-service": {
    title: "A service without operations",
    level: "warn",
    why: "It is started, watched and paid for, and does nothing that a contract knows.",
    fix: "Give it an operation or remove it.",
  },
  "topology/call-cycle": {
    title: "Services that call each other in a circle",
    level: "error",
    why: "When one is slow, all wait for one another until every timeout is over; none can be deployed first.",
    fix: "Replace one of the calls by an event or command.",
  },
  "topology/self-call": {
    title: "A service that calls itself",
    level: "error",
    why: "It waits for its own next free worker, and for ever when there is none.",
    fix: "Call the function.",
  },
  "topology/path-two-owners": {
    title: "A path of two services",
    level: "warn",
    profile: "platform",
    why: "The gateway has to route by method, and nobody owns the resource.",
    fix: "Give one of them a path of its own.",
  },
  "topology/retention-below-backlog": {
    title: "Messages that are dropped while they are tried",
    level: "warn",
    profile: "platform",
    why: "A message that waits for its next attempt disappears without a dead letter.",
    fix: "Keep them at least as long as the longest retry.",
  },
  "topology/timeout-below-rpc": {
    title: "A request that gives up before the call it waits for",
    level: "warn",
    profile: "platform",
    why: "The client gets a timeout although the work is done.",
    fix: "Wait at least as long as the call may take.",
  },
  "topology/subscriber-not-listed": {
    title: "A follower that is not in the table of subscribers",
    level: "error",
    profile: "platform",
    why: "The owner changes the event without knowing whom it hurts.",
    fix: "Add it to `x-berrys-subscribers`.",
  },
  "topology/subscriber-missing": {
    title: "A subscriber that does not follow",
    level: "warn",
    profile: "platform",
    why: "The owner keeps promises to nobody.",
    fix: "Follow the channel or leave the table.",
  },
  "topology/source-never-sends": {
    title: "A source that never sends",
    level: "warn",
    profile: "platform",
    why: "Receivers trust messages of a service that has no reason to send them.",
    fix: "Narrow `source`.",
  },
  "topology/rpc-uncalled": {
    title: "An RPC service that nobody calls",
    level: "info",
    why: "It is kept compatible for nobody in this workspace.",
    fix: "Call it or remove it.",
  },
} satisfies LintRules;
