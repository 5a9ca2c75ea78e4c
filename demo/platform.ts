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

/** The platform that `npm start` runs, if it does. */
export async function connectToRunning(root: string, trace: Trace): Promise<Platform | null> {
  const gateway = `http://127.0.0.1:${config.portBase}`;
  if (!(await isReady(gateway))) return null;
  const apiKey = process.env.BERRYS_BOOTSTRAP_API_KEY ?? readKey(root);
  process.stderr.write(
    `The platform runs at ${gateway}; its events come from its journal, its commands and calls are in its log\n\n`,
  );
  followJournal(gateway, apiKey, trace);
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

const journalEveryMs = 300;

/** Asks the journal of Service Integration for new events of the correlation id, again and again until the end. */
function followJournal(gateway: string, apiKey: string, trace: Trace): void {
  const client = createBerrysPlatformClient({ baseUrl: gateway, apiKey });
  const seen = new Set<string>();
  const ask = async (): Promise<void> => {
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await client.listCorrelationMessages({
        params: { correlation_id: trace.correlationId },
        query: { limit: 200, ...(cursor === undefined ? {} : { cursor }) },
      });
      for (const { id, type, source } of page.data) {
        if (!seen.has(id)) {
          const { correlationId } = trace;
          trace.log({ kind: "event", type, service: source, correlation_id: correlationId });
        }
        seen.add(id);
      }
      cursor = page.nextCursor;
    }
  };
  let asked = Promise.resolve();
  const timer = setInterval(() => {
    asked = asked.then(ask);
  }, journalEveryMs);
  trace.onEnd(async () => {
    clearInterval(timer);
    await new Promise((resolve) => setTimeout(resolve, journalEveryMs));
    await asked.then(ask);
  });
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
