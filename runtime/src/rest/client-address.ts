import ipaddr from "ipaddr.js";

/** Tells whether an address is one whose word on addresses counts. */
export type TrustedProxies = (address: string) => boolean;

/** Reads addresses and ranges such as `10.0.0.0/8`; null where one of them is neither. */
export function parseTrustedProxies(ranges: readonly string[]): TrustedProxies | null {
  const parsed = ranges.map(rangeOf);
  if (parsed.includes(null)) return null;
  return (address) => {
    if (!ipaddr.isValid(address)) return false;
    const one = ipaddr.process(address);
    return parsed.some(
      (range) => range !== null && one.kind() === range[0].kind() && one.match(range),
    );
  };
}

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

function rangeOf(text: string): Range | null {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  if (!ipaddr.isValid(text)) return null;
  const one = ipaddr.process(text);
  return [one, one.kind() === "ipv4" ? 32 : 128];
}

/**
 * The address that a request comes from: the last one of `X-Forwarded-For` and the connection that is no proxy of
 * ours. `connection` counts as one where `isOurs`, which is for services behind the gateway.
 */
export function clientAddress(
  connection: string,
  forwardedFor: string | null,
  trusted: TrustedProxies | null,
  isOurs: boolean,
): string {
  if (forwardedFor === null || !(isOurs || trusted?.(connection) === true)) return connection;
  const hops = forwardedFor.split(",").map((hop) => hop.trim());
  let last = connection;
  for (const hop of hops.reverse()) {
    // Whatever stands before text that is no address may be made up.
    if (!ipaddr.isValid(hop)) return last;
    last = hop;
    if (trusted?.(hop) !== true) return hop;
  }
  return last;
}

/** What requests of an address are counted by: people get whole IPv6 networks, so the first half of those. */
export function addressKey(address: string): string {
  if (!address.includes(":")) return address;
  if (!ipaddr.isValid(address)) return address;
  const one = ipaddr.process(address);
  return one.kind() === "ipv4"
    ? one.toString()
    : `${(one as ipaddr.IPv6).parts
        .slice(0, 4)
        .map((part) => part.toString(16))
        .join(":")}::/64`;
}

const addresses = new WeakMap<object, string>();

/** Notes the address that a request comes from, for whoever passes it on. */
export function noteAddress(request: object, address: string): void {
  addresses.set(request, address);
}

/** The address that was noted for a request; null: none was. */
export function notedAddress(request: object): string | null {
  return addresses.get(request) ?? null;
}
