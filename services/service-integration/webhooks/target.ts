import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import { BerrysError } from "@berrys/runtime/errors";
import ipaddr from "ipaddr.js";

/** Hosts of our own network that may be posted to all the same, as `host:port`; the operator's `WEBHOOK_ALLOWED_HOSTS`. */
export function allowedHosts(): ReadonlySet<string> {
  const listed = process.env.WEBHOOK_ALLOWED_HOSTS ?? "";
  return new Set(listed.split(/[\s,]+/).filter((host) => host !== ""));
}

/** Refuses URLs that could never be posted to, so that whoever subscribes learns it at once. */
export function assertTarget(url: string, allowed: ReadonlySet<string>): void {
  const problem = problemOf(url, allowed);
  if (problem !== null) throw new BerrysError("invalid_argument", `\`url\` ${problem}`);
}

/**
 * Addresses behind a URL. Refuses addresses of private networks and of this machine, which a subscriber could
 * otherwise reach through us. A caller must connect to these very addresses: a name may lead elsewhere a moment later.
 */
export async function resolveTarget(
  url: string,
  allowed: ReadonlySet<string>,
): Promise<readonly LookupAddress[]> {
  const problem = problemOf(url, allowed);
  if (problem !== null) throw new BerrysError("permission_denied", `${url} ${problem}`);
  const addresses = await lookup(hostnameOf(url), { all: true });
  if (allowed.has(hostAndPort(url))) return addresses;
  const inside = addresses.find(({ address }) => !isPublic(address));
  if (inside === undefined) return addresses;
  throw new BerrysError(
    "permission_denied",
    `${new URL(url).host} leads to ${inside.address}, which is no public address`,
  );
}

function problemOf(url: string, allowed: ReadonlySet<string>): string | null {
  if (!URL.canParse(url)) return "is no URL";
  const { protocol, username, password } = new URL(url);
  if (username !== "" || password !== "") return "must hold no user and password";
  const known = allowed.has(hostAndPort(url));
  if (protocol !== "https:" && !(protocol === "http:" && known))
    return "must begin with https://; http:// is for hosts in WEBHOOK_ALLOWED_HOSTS";
  const name = hostnameOf(url);
  if (!known && ipaddr.isValid(name) && !isPublic(name)) return "must lead to a public address";
  return null;
}

/** Loopback, private, link-local and all other special ranges are none; neither is IPv4 in the clothes of IPv6. */
function isPublic(address: string): boolean {
  return ipaddr.process(address).range() === "unicast";
}

function hostnameOf(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, "");
}

function hostAndPort(url: string): string {
  const { protocol, hostname, port } = new URL(url);
  return `${hostname}:${port || (protocol === "https:" ? "443" : "80")}`;
}
