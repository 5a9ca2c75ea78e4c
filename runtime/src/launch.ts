import { join } from "node:path";
import type { DestinationStream } from "pino";
import type { Config } from "./config.ts";
import { type DatabaseConnection, type DatabaseOptions, openDatabase } from "./database/open.ts";
import { lockFolder } from "./embedded/lock.ts";
import { noteMessages } from "./embedded/messages-note.ts";
import { findExecutable, type RedisServer, startRedisServer } from "./embedded/redis-server.ts";
import { BerrysError } from "./errors.ts";
import type { HostTransport } from "./host/backend.ts";
import { serviceSecretOf } from "./host/identity.ts";
import { messageKeysOf } from "./host/message-keys.ts";
import type { Service } from "./host/service.ts";
import { type Running, startServices } from "./host/start-services.ts";
import { createLogger } from "./log.ts";
import type { KeyRing } from "./messages/key-ring.ts";
import { createMemoryTransport } from "./transports/memory.ts";
import { assertRedisFits } from "./transports/redis/boot-checks.ts";
import { parseEndpoint, placesOf } from "./transports/redis/endpoint.ts";
import { createRedisTransport } from "./transports/redis.ts";

export interface LaunchOptions {
  readonly services: readonly Service[];
  readonly config: Config;
  /**
   * `one-process`: all services are here, so what is not configured is embedded. `several-processes`: others run
   * elsewhere, so Redis and PostgreSQL must be named.
   */
  readonly mode: "one-process" | "several-processes";
  /** Embedded servers keep their data here, e.g. `.berrys`. */
  readonly dataDirectory: string;
  /** Offsets of all services of the workspace, by id. */
  readonly portOffsets: Readonly<Record<string, number>>;
  readonly logDestination?: DestinationStream;
}

/** Services at work, with all they stand on. */
export interface Launched extends Running {
  /** What carries messages and what keeps state, one sentence each, for people. */
  readonly messages: string;
  readonly state: string;
}

/** Opens transport and database, embedded where nothing is configured, and starts the services on them. */
export async function launch(options: LaunchOptions): Promise<Launched> {
  const { config, mode } = options;
  if (mode === "several-processes") assertShared(config);
  // Refuses missing secrets before anything is opened.
  serviceSecretOf(config, mode);
  const messageKeys = messageKeysOf(config, options.services, options.dataDirectory);
  const isEmbedded = config.redisUrl === null || config.databaseUrl === null;
  const unlock = isEmbedded ? lockFolder(options.dataDirectory) : (): void => {};
  try {
    return await launchUnlocked(options, messageKeys, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

async function launchUnlocked(
  options: LaunchOptions,
  messageKeys: KeyRing | null,
  unlock: () => void,
): Promise<Launched> {
  const { services, config, mode, portOffsets, logDestination } = options;
  const messages = await openMessages(options);
  try {
    const state = databaseOf(options);
    const database = await openState(state.options, messages.transport);
    // Closes transport and database itself where it fails.
    const running = await startServices(services, {
      config,
      mode,
      database,
      transport: messages.transport,
      portOffsets,
      messageKeys,
      ...(logDestination === undefined ? {} : { logDestination }),
    });
    return {
      urls: running.urls,
      messages: messages.description,
      state: state.description,
      stop: async (reason) => {
        await running.stop(reason);
        await messages.server?.stop();
        messages.forget();
        unlock();
      },
    };
  } catch (error) {
    await messages.server?.stop();
    messages.forget();
    throw error;
  }
}

async function openState(
  options: DatabaseOptions,
  transport: HostTransport,
): Promise<DatabaseConnection> {
  try {
    return await openDatabase(options);
  } catch (error) {
    await transport.close();
    throw error;
  }
}

function assertShared({ redisUrl, databaseUrl }: Config): void {
  const missing = [
    ...(redisUrl === null ? ["REDIS_URL"] : []),
    ...(databaseUrl === null ? ["DATABASE_URL"] : []),
  ];
  if (missing.length === 0) return;
  throw new BerrysError(
    "failed_precondition",
    `${missing.join(" and ")} must be set where services run in several processes, since they share messages and state; to run all of them in one process use \`berrys start\`.`,
  );
}

interface Messages {
  readonly transport: HostTransport;
  readonly server: RedisServer | null;
  readonly description: string;
  /** Takes back what other processes are told of it. */
  forget(): void;
}

async function openMessages(options: LaunchOptions): Promise<Messages> {
  const { config, dataDirectory } = options;
  if (config.redisUrl !== null) {
    return {
      transport: await openRedis(config.redisUrl, options),
      server: null,
      forget: () => {},
      description: `messages: Redis at ${placesOf(parseEndpoint(config.redisUrl))}`,
    };
  }
  const executable = findExecutable(["redis-server", "valkey-server"]);
  if (executable === null) {
    return {
      transport: createMemoryTransport(),
      server: null,
      forget: noteMessages(dataDirectory, { kind: "memory", pid: process.pid }),
      description:
        "messages: in memory, gone when this process ends (no REDIS_URL, and no redis-server on the PATH)",
    };
  }
  const directory = join(dataDirectory, "redis");
  const server = await startRedisServer({ executable, directory, persistent: true });
  return {
    transport: createRedisTransport({ url: server.url, onWarning: warnWith(options) }),
    server,
    forget: noteMessages(dataDirectory, { kind: "redis", url: server.url, pid: process.pid }),
    description: `messages: ${executable} on 127.0.0.1:${server.port}, data in ${directory}`,
  };
}

/** Refuses a server that cannot keep what is promised, before any service starts. */
async function openRedis(url: string, options: LaunchOptions): Promise<HostTransport> {
  const warn = warnWith(options);
  const report = await assertRedisFits({ url, environment: options.config.environment });
  for (const { severity, message } of report.findings) if (severity === "warning") warn(message);
  return createRedisTransport({ url, onWarning: warn });
}

/** What the transport has to report belongs to no service. */
function warnWith({ config, logDestination }: LaunchOptions): (message: string) => void {
  const log = createLogger({
    service: "transport",
    level: config.logLevel,
    correlationId: () => null,
    ...(logDestination === undefined ? {} : { destination: logDestination }),
  });
  return (message) => log.warn(message);
}

function databaseOf({ config, dataDirectory }: LaunchOptions) {
  if (config.databaseUrl !== null) {
    return {
      options: { kind: "postgres", url: config.databaseUrl } as const,
      description: `state: PostgreSQL at ${new URL(config.databaseUrl).host}`,
    };
  }
  const directory = join(dataDirectory, "pglite");
  return {
    options: { kind: "pglite", directory } as const,
    description: `state: PGlite, data in ${directory} (no DATABASE_URL)`,
  };
}
