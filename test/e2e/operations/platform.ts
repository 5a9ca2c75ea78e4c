import { join } from "node:path";
import { Writable } from "node:stream";
import { pathToFileURL } from "node:url";
import {
  agentOrchestrator,
  apiGateway,
  createBerrysPlatformClient,
  modelOrchestration,
  planningSystem,
  projectCoordinator,
  serviceIntegration,
  toolIntegration,
  webDashboard,
} from "@berrys/platform";
import type { BerrysPlatformClient } from "@berrys/platform/rest/client";
import { readConfig } from "@berrys/runtime/config";
import { openDatabase } from "@berrys/runtime/database/open";
import type { RestOperationDefinition } from "@berrys/runtime/definitions";
import type { Service } from "@berrys/runtime/host/service";
import { startServices } from "@berrys/runtime/host/start-services";
import { createMemoryTransport } from "@berrys/runtime/transports/memory";
import { startPostgres } from "../../support/postgres.ts";
import { type ModelEndpoint, startModelEndpoint } from "./model-endpoint.ts";

export const definitions = [
  apiGateway,
  projectCoordinator,
  planningSystem,
  agentOrchestrator,
  modelOrchestration,
  toolIntegration,
  serviceIntegration,
  webDashboard,
];

/** Every REST operation of the contract. */
export const operations: readonly RestOperationDefinition[] = definitions.flatMap(
  ({ rest }) => rest.operations,
);

export const roles = ["admin", "operator", "developer", "viewer"] as const;
export type Role = (typeof roles)[number];

/** Shared by all services, so that a test can call their RPCs as one of them. */
export const serviceSecret = "a secret that all services of the test share";
export const user = { username: "ada", password: "correct horse battery" };
const bootstrapKey = "bk_operations_0123456789abcdefghijklmnopqrstuvwxyz";

export interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly [more: string]: unknown;
}

/** The whole platform in this process, on memory transport and PostgreSQL, with a model that the test directs. */
export interface TestPlatform extends AsyncDisposable {
  readonly gateway: string;
  readonly urls: Readonly<Record<string, string>>;
  readonly model: ModelEndpoint;
  /** As an administrator; every call that succeeds is noted in `succeeded`. */
  readonly client: BerrysPlatformClient;
  readonly keys: Readonly<Record<Role, string>>;
  readonly succeeded: ReadonlySet<string>;
  /** Log lines so far. */
  readonly lines: readonly LogLine[];
  /** Client of somebody else; what succeeds is noted too. */
  as(who: { readonly apiKey: string } | { readonly token: string }): BerrysPlatformClient;
}

export async function startTestPlatform(): Promise<TestPlatform> {
  const model = await startModelEndpoint();
  Object.assign(process.env, {
    BERRYS_BOOTSTRAP_API_KEY: bootstrapKey,
    BERRYS_BOOTSTRAP_USER: `${user.username}:${user.password}`,
    MODEL_BASE_URL: model.baseUrl,
  });
  const postgres = await startPostgres();
  const lines: LogLine[] = [];
  const running = await startServices(await loadServices(), {
    config: readConfig({
      PORT_BASE: "0",
      LOG_LEVEL: "info",
      BERRYS_ENV: "test",
      BERRYS_SERVICE_SECRET: serviceSecret,
    }),
    mode: "one-process",
    transport: createMemoryTransport(),
    database: await openDatabase({ kind: "postgres", url: postgres.url }),
    logDestination: linesInto(lines),
  });
  const gateway = running.urls["api-gateway"] ?? "";
  const succeeded = new Set<string>();
  const as: TestPlatform["as"] = (who) =>
    noting(createBerrysPlatformClient({ baseUrl: gateway, ...who }), succeeded);
  const client = as({ apiKey: bootstrapKey });
  return {
    gateway,
    urls: running.urls,
    model,
    client,
    keys: await keysOf(client),
    succeeded,
    lines,
    as,
    [Symbol.asyncDispose]: async () => {
      await running.stop();
      await model[Symbol.asyncDispose]();
      await postgres.stop();
    },
  };
}

function loadServices(): Promise<readonly Service[]> {
  return Promise.all(
    definitions.map(async ({ id }) => {
      const file = join(import.meta.dirname, "../../../services", id, "main.ts");
      return ((await import(pathToFileURL(file).href)) as { readonly default: Service }).default;
    }),
  );
}

function linesInto(lines: LogLine[]): Writable {
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      for (const line of chunk.toString().split("\n"))
        if (line !== "") lines.push(JSON.parse(line));
      done();
    },
  });
}

/** One key for each role alone. */
async function keysOf(client: BerrysPlatformClient): Promise<Record<Role, string>> {
  const keys = await Promise.all(
    roles.map(async (role) => {
      const { data } = await client.createApiKey({ body: { name: `for ${role}`, roles: [role] } });
      return [role, data.key] as const;
    }),
  );
  return Object.fromEntries(keys) as Record<Role, string>;
}

type AnyCall = (...input: readonly unknown[]) => Promise<unknown> | AsyncIterable<unknown>;

/** A client that notes which of its operations were answered with success. */
function noting(client: BerrysPlatformClient, succeeded: Set<string>): BerrysPlatformClient {
  const calls = Object.entries(client as unknown as Readonly<Record<string, AnyCall>>);
  const noted = calls.map(([name, call]): readonly [string, AnyCall] => [
    name,
    (...input) => {
      const answer = call(...input);
      if (Symbol.asyncIterator in answer) return notingEnd(answer, name, succeeded);
      return answer.then((reply) => {
        succeeded.add(name);
        return reply;
      });
    },
  ]);
  return Object.fromEntries(noted) as unknown as BerrysPlatformClient;
}

async function* notingEnd(
  items: AsyncIterable<unknown>,
  name: string,
  succeeded: Set<string>,
): AsyncGenerator<unknown> {
  yield* items;
  succeeded.add(name);
}
