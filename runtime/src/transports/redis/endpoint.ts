import { BerrysError } from "../../errors.ts";

/** A host and a port. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
}

interface Access {
  /** Null: the default user. */
  readonly username: string | null;
  /** Null: none is asked for. */
  readonly password: string | null;
  /** Number of the database; always 0 on a cluster. */
  readonly database: number;
  readonly tls: boolean;
  /** At least one: the server, nodes of the cluster to ask first, or sentinels. */
  readonly addresses: readonly ServerAddress[];
}

/** One server, whichever server sentinels name as the primary, or a cluster. */
export type Endpoint =
  | (Access & { readonly kind: "server" })
  | (Access & { readonly kind: "cluster" })
  | (Access & {
      readonly kind: "sentinel";
      /** Name under which the sentinels know the primary. */
      readonly primary: string;
      /** What the sentinels themselves ask for; null: nothing. */
      readonly sentinelUsername: string | null;
      readonly sentinelPassword: string | null;
    });

const shape =
  /^(rediss?)(\+cluster|\+sentinel)?:\/\/(?:([^@/?]*)@)?([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/;
const expected =
  "`redis://host:port`, `redis+cluster://host:port,host:port` or `redis+sentinel://host:port,host:port/primary-name`, with `rediss` for TLS";
const defaultPorts = { server: 6379, cluster: 6379, sentinel: 26_379 } as const;

/**
 * Reads where Redis is. Throws `invalid_argument` with a sentence that holds no secret: users, passwords (both
 * percent-encoded) and everything but the places stays out of it.
 */
export function parseEndpoint(url: string): Endpoint {
  const parts = shape.exec(url.trim());
  if (parts === null) throw invalid(`expected ${expected}`);
  const [, scheme, suffix, userInfo, hosts = "", path = "", query = ""] = parts;
  const kind = kindOf(suffix);
  const colon = userInfo?.indexOf(":") ?? -1;
  const [user, secret] =
    userInfo === undefined || colon < 0
      ? [userInfo ?? "", ""]
      : [userInfo.slice(0, colon), userInfo.slice(colon + 1)];
  const access = {
    username: decode(user),
    password: decode(secret),
    tls: scheme === "rediss",
    addresses: hosts.split(",").map((text) => addressOf(text.trim(), defaultPorts[kind])),
  };
  const settings = new URLSearchParams(query);
  const known = kind === "sentinel" ? ["sentinel_username", "sentinel_password"] : [];
  const unknown = [...settings.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined) throw invalid(`it has the unknown setting \`${unknown}\`; remove it`);
  if (kind === "sentinel") {
    const [name = "", database = ""] = path.split("/");
    if (name === "") {
      throw invalid(
        "the name of the primary is missing: `redis+sentinel://host:port/primary-name`",
      );
    }
    return {
      ...access,
      kind,
      primary: decodeURIComponent(name),
      database: databaseOf(database),
      sentinelUsername: settings.get("sentinel_username"),
      sentinelPassword: settings.get("sentinel_password"),
    };
  }
  const database = databaseOf(path);
  if (kind === "cluster" && database !== 0) {
    throw invalid(`a cluster has no database ${database}; remove \`/${database}\``);
  }
  if (kind === "server" && access.addresses.length > 1) {
    throw invalid(
      "it names several servers; begin it with `redis+cluster://` or `redis+sentinel://`",
    );
  }
  return { ...access, kind, database };
}

/** Hosts and ports alone, for people. */
export function placesOf({ addresses }: Endpoint): string {
  return addresses.map(addressText).join(", ");
}

/** `host:port`, with brackets around an IPv6 address. */
export function addressText({ host, port }: ServerAddress): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

function kindOf(suffix: string | undefined): Endpoint["kind"] {
  if (suffix === "+cluster") return "cluster";
  return suffix === "+sentinel" ? "sentinel" : "server";
}

function addressOf(text: string, defaultPort: number): ServerAddress {
  const parts = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text);
  const host = parts?.[1] ?? parts?.[2];
  const port = Number(parts?.[3] ?? defaultPort);
  if (host === undefined || port < 1 || port > 65_535) {
    throw invalid(`\`${text}\` is no \`host:port\``);
  }
  return { host, port };
}

function databaseOf(text: string): number {
  if (text === "") return 0;
  if (!/^\d{1,5}$/.test(text)) throw invalid(`\`/${text}\` is no number of a database`);
  return Number(text);
}

function decode(text: string): string | null {
  if (text === "") return null;
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalid("its user or password is not percent-encoded");
  }
}

function invalid(problem: string): BerrysError {
  return new BerrysError("invalid_argument", `The Redis URL cannot be read: ${problem}`);
}
