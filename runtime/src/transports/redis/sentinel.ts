import { BerrysError } from "../../errors.ts";
import { openClient } from "./client.ts";
import type { Endpoint, ServerAddress } from "./endpoint.ts";

type SentinelEndpoint = Extract<Endpoint, { kind: "sentinel" }>;

/** Asks one sentinel after the other where the primary is; rejects where none can tell. */
export async function findPrimary(
  endpoint: SentinelEndpoint,
  timeoutMs: number,
): Promise<ServerAddress> {
  let last: unknown = null;
  for (const address of endpoint.addresses) {
    try {
      return await askSentinel(endpoint, address, timeoutMs);
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

async function askSentinel(
  endpoint: SentinelEndpoint,
  { host, port }: ServerAddress,
  timeoutMs: number,
): Promise<ServerAddress> {
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  const client = openClient({
    ...{ host, port, tls: endpoint.tls, database: 0, name: null },
    username: endpoint.sentinelUsername,
    password: endpoint.sentinelPassword,
    connectTimeoutMs: timeoutMs,
    silenceMs: timeoutMs,
    onReady: resolve,
    onEnd: reject,
  });
  try {
    await ready;
    const reply = await client.call(
      "SENTINEL",
      ["GET-MASTER-ADDR-BY-NAME", endpoint.primary],
      "text",
    );
    if (reply === null) {
      throw new BerrysError(
        "unavailable",
        `the sentinel at ${host}:${port} knows no primary \`${endpoint.primary}\``,
      );
    }
    const [primaryHost, primaryPort] = reply as readonly [string, string];
    return { host: primaryHost, port: Number(primaryPort) };
  } finally {
    client.close();
  }
}
