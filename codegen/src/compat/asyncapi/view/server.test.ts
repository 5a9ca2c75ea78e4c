import { expect, test } from "vitest";
import { yamlTree } from "../testing/document-tree.ts";
import { readServers } from "./server.ts";

const addressOf = (text: string) =>
  readServers(yamlTree(text)).map(({ protocol, host, pathname }) => [protocol, host, pathname]);

test.each([
  ["amqp://mq.example.com:5672/vhost", "amqp", "mq.example.com", "/vhost"],
  ["MQ.example.com", "mqtt", "mq.example.com", ""],
  ["mq.example.com:1884/", "mqtt", "mq.example.com:1884", ""],
  ["wss://{region}.example.com/{base}/x", "wss", "{}.example.com", "/{}/x"],
])("the url %s of version 2 is taken apart", (url, protocol, host, pathname) => {
  const document = `asyncapi: 2.6.0\nservers: { a: { url: "${url}", protocol: ${protocol} } }`;
  expect(addressOf(document)).toEqual([[protocol, host, pathname]]);
});

test("host and path of version 3 give the same", () => {
  const document = `servers: { a: { host: "{r}.example.com:443", pathname: "{b}/x", protocol: wss } }`;
  expect(addressOf(document)).toEqual([["wss", "{}.example.com", "/{}/x"]]);
});

test("placeholders keep their spelling", () => {
  const [server] = readServers(yamlTree(`servers: { a: { host: "{eurRegion}.a", protocol: x } }`));
  expect(server?.placeholders).toEqual(["eurRegion"]);
});
