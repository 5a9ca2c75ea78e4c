import { describe, expect, test } from "vitest";
import type { ChannelNode, ChannelOperationNode, Model } from "../model/model.ts";
import type { Change } from "./change.ts";
import { isCounterpart } from "./parties.ts";

const origin = { file: "asyncapi.yaml", pointer: "" };
const channel = (name: string, messageKind: "event" | "command"): ChannelNode => ({
  kind: "channel",
  name,
  doc: "",
  origin,
  messageKind,
  address: name,
  partitions: 1,
  messages: [],
  module: "",
});
const operation = (name: string, action: "send" | "receive", on: string): ChannelOperationNode => ({
  kind: "channel-operation",
  name,
  doc: "",
  origin,
  action,
  service: name,
  channel: on,
  messages: null,
  batch: null,
});
const model = {
  channels: [channel("orders", "event"), channel("shop", "command"), channel("alone", "event")],
  channelOperations: [
    operation("publish", "send", "orders"),
    operation("follow", "receive", "orders"),
    operation("ask", "send", "shop"),
    operation("do", "receive", "shop"),
    operation("listen", "receive", "alone"),
  ],
} as unknown as Model;

const change = (role: Change["role"], on: string, path = "send a"): Change => ({
  rule: "asyncapi/payload-type-narrowed",
  kind: "asyncapi",
  role,
  message: "",
  path,
  channel: on,
  messageType: "a",
  old: null,
  new: null,
});

describe("isCounterpart", () => {
  test("followers of an event, senders of a command", () => {
    expect(isCounterpart(change("reader", "orders"), model)).toBe(true);
    expect(isCounterpart(change("writer", "orders"), model)).toBe(false);
    expect(isCounterpart(change("writer", "shop"), model)).toBe(true);
    expect(isCounterpart(change("reader", "shop"), model)).toBe(false);
  });

  test("those who get a reply", () => {
    expect(isCounterpart(change("reader", "shop", "reply received a"), model)).toBe(true);
    expect(isCounterpart(change("writer", "shop", "reply sent a"), model)).toBe(false);
  });

  test("nobody where one end alone is described", () => {
    expect(isCounterpart(change("reader", "alone"), model)).toBe(false);
  });
});
