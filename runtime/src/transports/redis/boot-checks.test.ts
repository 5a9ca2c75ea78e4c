import { expect, test } from "vitest";
import { findingsOf } from "./boot-checks.ts";
import { parseEndpoint } from "./endpoint.ts";
import type { ServerInfo } from "./server-info.ts";

const good: ServerInfo = {
  product: "Redis",
  version: "8.2.1",
  redisVersion: "8.2.1",
  mode: "standalone",
  role: "master",
  connectedReplicas: 0,
  evictionPolicy: "noeviction",
  appendOnly: true,
  appendFsync: "always",
  snapshots: "",
  clockAheadMs: 3,
  missingCommands: [],
  forbidden: [],
};
const server = parseEndpoint("redis://u:secret@h:1");
const find = (info: Partial<ServerInfo>, endpoint = server) =>
  findingsOf({ ...good, ...info }, endpoint, "production").map(({ check, severity, message }) => {
    expect(message).toMatch(/^[A-Z].*\.$/);
    expect(message).not.toContain("secret");
    return `${severity} ${check}`;
  });

test("a good server leaves nothing but what is worth knowing", () => {
  expect(find({})).toEqual(["note persistence"]);
  expect(find({ product: "Valkey", version: "8.1.0", redisVersion: "7.2.4" })).toEqual([
    "note persistence",
  ]);
});

test.each([
  [{ redisVersion: "6.0.16", version: "6.0.16" }, "error version"],
  [{ missingCommands: ["XSETID"] }, "error commands"],
  [{ mode: "sentinel" }, "error place"],
  [{ mode: "cluster" }, "error place"],
  [{ role: "slave" }, "error place"],
  [{ evictionPolicy: "volatile-lru" }, "error eviction"],
  [{ clockAheadMs: -2500 }, "warning clock"],
  [{ forbidden: ["CONFIG GET"] }, "note permission"],
] as const)("%o is %s", (info, expected) => {
  expect(find(info)).toContain(expected);
});

test.each([
  [{ appendOnly: false, snapshots: "" }, "warning"],
  [{ appendOnly: false, snapshots: "3600 1" }, "warning"],
  [{ appendOnly: false, snapshots: null }, "warning"],
  [{ appendFsync: "everysec" }, "note"],
  [{ appendFsync: "no" }, "warning"],
  [{ appendFsync: null }, "note"],
])("persistence %o is a %s", (info, severity) => {
  expect(find(info)).toEqual([`${severity} persistence`]);
});

test("what is not known is not judged", () => {
  expect(
    find({
      redisVersion: "",
      mode: null,
      role: null,
      evictionPolicy: null,
      appendOnly: null,
      clockAheadMs: null,
      missingCommands: null,
    }),
  ).toEqual([]);
});

test("a failover needs a replica", () => {
  const cluster = parseEndpoint("redis+cluster://h:1");
  expect(find({ mode: "cluster", connectedReplicas: 0 }, cluster)).toContain("warning replication");
  expect(find({ mode: "cluster", connectedReplicas: 1 }, cluster)).toContain("note replication");
  expect(find({ mode: "standalone" }, cluster)).toContain("error place");
});
