import { expect, test } from "vitest";
import { parseEndpoint, placesOf } from "./endpoint.ts";

const access = { username: null, password: null, database: 0, tls: false };

test("one server, with and without a port, a database, TLS, users and passwords", () => {
  expect(parseEndpoint("redis://localhost")).toEqual({
    ...access,
    kind: "server",
    addresses: [{ host: "localhost", port: 6379 }],
  });
  expect(parseEndpoint("rediss://me:p%40ss:w%2Frd@[::1]:7000/3")).toEqual({
    kind: "server",
    username: "me",
    password: "p@ss:w/rd",
    database: 3,
    tls: true,
    addresses: [{ host: "::1", port: 7000 }],
  });
  expect(parseEndpoint("redis://:secret@h:1")).toMatchObject({
    username: null,
    password: "secret",
  });
});

test("nodes of a cluster", () => {
  const endpoint = parseEndpoint("rediss+cluster://user:secret@a:7000,b:7001,c");
  expect(endpoint).toMatchObject({ kind: "cluster", tls: true, username: "user", database: 0 });
  expect(placesOf(endpoint)).toBe("a:7000, b:7001, c:6379");
});

test("sentinels, the name of their primary and what they ask for themselves", () => {
  expect(
    parseEndpoint("redis+sentinel://a,b:26380/main/2?sentinel_username=s&sentinel_password=p%26"),
  ).toEqual({
    ...access,
    kind: "sentinel",
    database: 2,
    primary: "main",
    sentinelUsername: "s",
    sentinelPassword: "p&",
    addresses: [
      { host: "a", port: 26_379 },
      { host: "b", port: 26_380 },
    ],
  });
});

test.each([
  ["http://h:1", "expected `redis://host:port`"],
  ["redis://u:secret@", "`` is no `host:port`"],
  ["redis://u:secret@h:port", "`h:port` is no `host:port`"],
  ["redis://u:secret@h:70000", "`h:70000` is no `host:port`"],
  ["redis://u:secret@h/x", "`/x` is no number of a database"],
  ["redis://u:secret@a,b", "names several servers; begin it with `redis+cluster://`"],
  ["redis+cluster://u:secret@a/1", "a cluster has no database 1"],
  ["redis+sentinel://u:secret@a", "the name of the primary is missing"],
  ["redis://u:secret@h?family=6", "unknown setting `family`"],
  ["redis://u:secret%zz@h", "not percent-encoded"],
])("%s is refused in one sentence without secrets", (url, problem) => {
  expect(() => parseEndpoint(url)).toThrow(problem);
  try {
    parseEndpoint(url);
  } catch (error) {
    expect(String(error)).not.toContain("secret");
  }
});
