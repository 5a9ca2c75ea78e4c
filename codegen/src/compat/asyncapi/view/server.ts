import { isObject } from "../../../load/pointer.ts";
import { child, children, type Located } from "../../../load/reference.ts";
import type { ContractTree } from "../../tree.ts";
import { addressIdOf } from "./channel-head.ts";
import { isVersion3, textAt } from "./layers.ts";
import type { Server } from "./view.ts";

/** The servers of a document of any version. */
export function readServers(tree: ContractTree): readonly Server[] {
  return children(child(tree.root, "servers")).flatMap(([key, node]) => {
    const located = tree.deref(node);
    if (located === null || !isObject(located.value)) return [];
    return [readServer(key, located, isVersion3(tree))];
  });
}

function readServer(key: string, located: Located, isNew: boolean): Server {
  const protocol = (textAt(child(located, "protocol")) ?? "").toLowerCase();
  const addressAt = child(located, isNew ? "host" : "url");
  const pathAt = isNew ? child(located, "pathname") : addressAt;
  const address = isNew
    ? { host: textAt(addressAt) ?? "", pathname: textAt(pathAt) ?? "" }
    : splitUrl(textAt(addressAt) ?? "");
  const host = withoutPort(addressIdOf(address.host).toLowerCase(), protocol);
  const pathname = addressIdOf(address.pathname)
    .replace(/^(?=[^/])/, "/")
    .replace(/\/+$/, "");
  const written = `${address.host}${address.pathname}`;
  const placeholders = [...written.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? "");
  return { key, located, protocol, host, pathname, placeholders, addressAt, pathAt };
}

/** `mqtt://host:1883/path`, or the same without the scheme. */
function splitUrl(url: string): { readonly host: string; readonly pathname: string } {
  const rest = url.replace(/^[a-z][a-z0-9+.-]*:\/\//i, "");
  const slash = rest.indexOf("/");
  return slash === -1
    ? { host: rest, pathname: "" }
    : { host: rest.slice(0, slash), pathname: rest.slice(slash) };
}

const ports: Readonly<Record<string, string>> = {
  amqp: "5672",
  amqps: "5671",
  http: "80",
  https: "443",
  kafka: "9092",
  "kafka-secure": "9093",
  mqtt: "1883",
  mqtts: "8883",
  "secure-mqtt": "8883",
  nats: "4222",
  pulsar: "6650",
  redis: "6379",
  rediss: "6379",
  stomp: "61613",
  ws: "80",
  wss: "443",
};

function withoutPort(host: string, protocol: string): string {
  const port = Object.hasOwn(ports, protocol) ? ports[protocol] : undefined;
  return port !== undefined && host.endsWith(`:${port}`) ? host.slice(0, -port.length - 1) : host;
}
