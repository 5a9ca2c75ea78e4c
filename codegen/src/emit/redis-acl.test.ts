import { expect, test } from "vitest";
import type { ChannelNode } from "../model/model.ts";
import { contracts } from "./testing/contracts.ts";
import { emitted } from "./testing/emit.ts";

/** The parenthesised rules of a file. */
const selectorsOf = (content = ""): readonly string[] =>
  [...content.matchAll(/\(([^)]*)\)/g)].map(([, rules]) => rules ?? "");

test("each service may append to what it publishes and sends, and to nothing else", async () => {
  const files = await emitted("redis-acl");
  expect(Object.keys(files)).toEqual([
    "redis-acl/project-coordinator.acl",
    "redis-acl/planning-system.acl",
    "redis-acl/berrys-operator.acl",
  ]);
  const coordinator = files["redis-acl/project-coordinator.acl"];
  expect(coordinator).toMatch(
    /^user project-coordinator on clearselectors resetchannels resetkeys -@all \+auth [^\n]*\n$/,
  );
  const appending = selectorsOf(coordinator).filter((rules) => rules.startsWith("+xadd +xtrim"));
  expect(appending).toEqual([
    "+xadd +xtrim %W~berrys:{project/[0-9]}:events %W~berrys:{cmd/planning-system/[0-9]}:commands %W~berrys:{cmd/planning-system/[0-9]}:commands:urgent",
  ]);
  expect(coordinator).not.toMatch(/[#>]|nopass|@dangerous/);
});

test("a script may name the keys of all other rules and no more", async () => {
  const [scripts = "", ...others] = selectorsOf(
    (await emitted("redis-acl"))["redis-acl/planning-system.acl"],
  );
  const keys = (rules: string): readonly string[] =>
    [...rules.matchAll(/(?:^| )(?:%[RW]+)?~(\S+)/g)].map(([, key]) => key ?? "");
  expect(scripts).toMatch(/^\+eval \+evalsha ~/);
  expect(new Set(keys(scripts))).toEqual(new Set(others.flatMap(keys)));
});

test("partitions are numbers, and no name is read as a pattern", async () => {
  const change = (channel: ChannelNode): ChannelNode =>
    channel.name === "project" ? { ...channel, partitions: 101 } : channel;
  const file = (await emitted("redis-acl", { channels: contracts.channels.map(change) }))[
    "redis-acl/project-coordinator.acl"
  ];
  expect(file).toContain(
    "(+xadd +xtrim %W~berrys:{project/[0-9]}:events %W~berrys:{project/[0-9][0-9]}:events %W~berrys:{project/[0-9][0-9][0-9]}:events %W~berrys:{cmd",
  );
  const odd = (
    await emitted("redis-acl", {
      channels: contracts.channels.map((channel) =>
        channel.name === "project" ? { ...channel, name: "a*[b] c" } : channel,
      ),
      messages: contracts.messages.map((message) =>
        message.channel === "project" ? { ...message, channel: "a*[b] c" } : message,
      ),
      channelOperations: contracts.channelOperations.map((operation) =>
        operation.channel === "project" ? { ...operation, channel: "a*[b] c" } : operation,
      ),
    })
  )["redis-acl/project-coordinator.acl"];
  expect(odd).toContain("%W~berrys:{a\\*\\[b\\]?c/[0-9]}:events");
});

test("a service with operations counts requests and keeps answers under its own name alone", async () => {
  const files = await emitted("redis-acl");
  const grant =
    "+get +set +incrby +pttl +expire +hget +hincrby ~berrys:{rest/project-coordinator/*";
  expect(selectorsOf(files["redis-acl/project-coordinator.acl"])).toContain(grant);
  expect(files["redis-acl/planning-system.acl"]).not.toContain("{rest/");
});

test("a cache that events of others end is a group of its own", async () => {
  const ended = async (type: string) => {
    const cache = {
      maxAgeSeconds: 60,
      scope: "private",
      directives: [],
      vary: [],
      invalidatedBy: [type],
    } as const;
    const restOperations = contracts.restOperations.map((one) => ({ ...one, cache }));
    return (await emitted("redis-acl", { restOperations }))["redis-acl/project-coordinator.acl"];
  };
  expect(await ended("task.created")).toContain(
    "~berrys:{task/[0-9]}:events:project-coordinator_cache:*",
  );
  expect(await ended("project.created")).not.toContain("_cache");
});

test("what has neither messages nor operations needs no rules", async () => {
  expect(await emitted("redis-acl", { channelOperations: [], restOperations: [] })).toEqual({});
});
