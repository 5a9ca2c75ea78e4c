import type { LookupAddress } from "node:dns";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The only addresses that are connected to. */
  readonly addresses: readonly LookupAddress[];
  readonly signal: AbortSignal;
}

/** Posts JSON on a connection of its own; resolves with the response's status. Follows no redirect, reads no body. */
export function post({ url, headers, body, addresses, signal }: Post): Promise<number> {
  const request = new URL(url).protocol === "https:" ? httpsRequest : httpRequest;
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const sent = request(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "content-length": String(Buffer.byteLength(body)),
      "user-agent": "berrys-webhooks/1",
      ...headers,
    },
    agent: false,
    lookup: pinned(addresses),
    signal,
  });
  sent.on("error", reject);
  sent.on("response", (response) => {
    resolve(response.statusCode ?? 0);
    response.destroy();
  });
  sent.end(body);
  return promise;
}

function pinned(addresses: readonly LookupAddress[]): LookupFunction {
  return (hostname, options, callback) => {
    const [first] = addresses;
    if (first === undefined) callback(new Error(`${hostname} has no address`), "");
    else if (options.all === true) callback(null, [...addresses]);
    else callback(null, first.address, first.family);
  };
}
