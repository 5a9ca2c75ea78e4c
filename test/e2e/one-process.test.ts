import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { pathToFileURL } from "node:url";
import { topology } from "@berrys/platform/topology";
import { readConfig } from "@berrys/runtime/config";
import { openDatabase } from "@berrys/runtime/database/open";
import type { Service } from "@berrys/runtime/host/service";
import { type Running, startServices } from "@berrys/runtime/host/start-services";
import { createMemoryTransport } from "@berrys/runtime/transports/memory";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commands, otherEvents, projectStory, runFlow } from "./flow.ts";

const apiKey = "bk_testone_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";

/** The same flow on what is embedded: memory transport and PGlite, all services in one process. */
describe("services in one process", () => {
  const lines: {
    readonly correlation_id: string | null;
    readonly type?: string;
    readonly kind?: string;
    readonly level: number;
    readonly msg: string;
  }[] = [];
  let directory: string;
  let running: Running;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "berrys-one-"));
    process.env.BERRYS_BOOTSTRAP_API_KEY = apiKey;
    const services = await Promise.all(
      topology.services.map(async ({ id }) => {
        const file = join(import.meta.dirname, "../../services", id, "main.ts");
        return ((await import(pathToFileURL(file).href)) as { readonly default: Service }).default;
      }),
    );
    running = await startServices(services, {
      config: readConfig({ PORT_BASE: "0", LOG_LEVEL: "debug", BERRYS_ENV: "test" }),
      mode: "one-process",
      transport: createMemoryTransport(),
      database: await openDatabase({ kind: "pglite", directory }),
      logDestination: new Writable({
        write: (chunk: Buffer, _encoding, done) => {
          for (const line of chunk.toString().split("\n"))
            if (line !== "") lines.push(JSON.parse(line));
          done();
        },
      }),
    });
  }, 60_000);

  afterAll(async () => {
    await running?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  test("carry a project from creation to completion under one correlation id", async () => {
    const correlationId = "one-process-flow";
    const flow = await runFlow(running.urls["api-gateway"] ?? "", apiKey, correlationId);
    expect(flow.state).toBe("completed");
    expect(flow.results.length).toBeGreaterThan(3);
    const sent = () =>
      lines
        .filter((line) => line.correlation_id === correlationId && line.kind !== undefined)
        .map((line) => line.type);
    await expect
      .poll(() => sent().includes("workflow.completed") && sent().includes("agent.terminated"), {
        timeout: 10_000,
      })
      .toBe(true);
    for (const type of [...projectStory, ...otherEvents, ...commands])
      expect(sent()).toContain(type);
    expect(lines.filter((line) => line.level >= 50)).toEqual([]);
  }, 60_000);
});
