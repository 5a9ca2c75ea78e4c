import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { pathToFileURL } from "node:url";
import { createBerrysPlatformClient } from "@berrys/platform";
import { topology } from "@berrys/platform/topology";
import { readConfig } from "@berrys/runtime/config";
import { BerrysError } from "@berrys/runtime/errors";
import type { Service } from "@berrys/runtime/host/service";
import { launch } from "@berrys/runtime/launch";
import type { Trace } from "./trace.ts";

export interface Platform {
  readonly gateway: string;
  readonly apiKey: string;
  stop(): Promise<void>;
}

const config = readConfig(process.env);

/** The platform that `npm start` runs, if it does; its events come from its journal, at the end. */
export async function connectToRunning(root: string, trace: Trace): Promise<Platform | null> {
  const gateway = `http://127.0.0.1:${config.portBase}`;
  if (!(await isReady(gateway))) return null;
  const apiKey = process.env.BERRYS_BOOTSTRAP_API_KEY ?? readKey(root);
  process.stderr.write(
    `The platform runs at ${gateway}; its calls and commands are in its log, its events follow at the end.\n`,
  );
  trace.onEnd(async () => printJournal(gateway, apiKey, trace));
  return { gateway, apiKey, stop: async () => {} };
}

/** Starts all services in this process. */
export async function startPlatform(root: string, trace: Trace): Promise<Platform> {
  const apiKey = `bk_demo_${randomBytes(32).toString("base64url")}`;
  process.env.BERRYS_BOOTSTRAP_API_KEY = apiKey;
  const services = await Promise.all(
    topology.services.map(async ({ id }) => {
      const module = await import(pathToFileURL(join(root, "services", id, "main.ts")).href);
      return (module as { readonly default: Service }).default;
    }),
  );
  const launched = await launch({
    services,
    config: { ...config, portBase: 0, logLevel: "debug" },
    mode: "one-process",
    dataDirectory: join(root, ".berrys/demo"),
    portOffsets: {},
    logDestination: logLines((line) => trace.log(line)),
  });
  process.stderr.write(`Platform started; ${launched.messages}; ${launched.state}\n\n`);
  return {
    gateway: launched.urls["api-gateway"] ?? "",
    apiKey,
    stop: () => launched.stop("demo is over"),
  };
}

/** Events of the correlation id, from the journal of Service Integration. */
async function printJournal(gateway: string, apiKey: string, trace: Trace): Promise<void> {
  const client = createBerrysPlatformClient({ baseUrl: gateway, apiKey });
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await client.listCorrelationMessages({
      params: { correlation_id: trace.correlationId },
      query: { limit: 200, ...(cursor === undefined ? {} : { cursor }) },
    });
    for (const { type, source } of page.data) {
      trace.log({ kind: "event", type, service: source, correlation_id: trace.correlationId });
    }
    cursor = page.nextCursor;
  }
}

function logLines(onLine: (line: Readonly<Record<string, unknown>>) => void): Writable {
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      for (const line of chunk.toString().split("\n")) if (line !== "") onLine(JSON.parse(line));
      done();
    },
  });
}

async function isReady(gateway: string): Promise<boolean> {
  try {
    const response = await fetch(`${gateway}/health/ready`, { signal: AbortSignal.timeout(1_000) });
    return (
      response.ok &&
      ((await response.json()) as { readonly service?: string }).service === "api-gateway"
    );
  } catch {
    return false;
  }
}

function readKey(root: string): string {
  try {
    return readFileSync(join(root, ".berrys/development-api-key"), "utf8").trim();
  } catch {
    throw new BerrysError(
      "unauthenticated",
      "A platform runs already, but its API key is not known; set BERRYS_BOOTSTRAP_API_KEY to the one it was started with",
    );
  }
}
