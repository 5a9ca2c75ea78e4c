import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runTool, samplesFolder, type ToolRun } from "./run-tool.ts";

const server = createServer((request, response) => {
  if (request.url === "/away")
    response.writeHead(302, { location: "http://169.254.169.254/latest" }).end();
  else response.end(`path ${request.url}`);
});
let address = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const bound = server.address();
  address = `127.0.0.1:${typeof bound === "object" && bound !== null ? bound.port : 0}`;
});
afterAll(() => {
  server.close();
});

function run(tool: string, parameters: ToolRun["parameters"], changes: Partial<ToolRun> = {}) {
  return runTool({
    tool,
    parameters,
    limits: { timeoutMs: 10_000, memoryMb: 128 },
    host: { allowedHosts: [address], samples: samplesFolder },
    signal: new AbortController().signal,
    ...changes,
  });
}

describe("data_profiler", () => {
  test("profiles the sample: rows, types, gaps, ranges", async () => {
    const profile = await run("data_profiler", { source: "customers.csv" });
    expect(profile.rows).toBe(60);
    const columns = profile.columns as { name: string; type: string; missing: number }[];
    expect(columns.find((column) => column.name === "monthly_spend")).toMatchObject({
      type: "number",
      missing: 3,
    });
    expect(columns.find((column) => column.name === "plan")).toMatchObject({
      type: "text",
      distinct: 3,
    });
  });
  test("reads data: URLs and JSON", async () => {
    const source = `data:application/json,${encodeURIComponent('[{"a":1},{"a":3}]')}`;
    expect(await run("data_profiler", { source })).toEqual({
      rows: 2,
      columns: [
        { name: "a", type: "number", missing: 0, distinct: 2, min: 1, max: 3, mean: 2, median: 3 },
      ],
    });
  });
  test("does not leave the samples folder", async () => {
    await expect(run("data_profiler", { source: "../package.json" })).rejects.toMatchObject({
      code: "invalid_argument",
    });
  });
});

describe("http_fetch", () => {
  test("fetches from an allowed host", async () => {
    expect(await run("http_fetch", { url: `http://${address}/x` })).toMatchObject({
      status: 200,
      body: "path /x",
    });
  });
  test("refuses other hosts, also behind a redirect", async () => {
    await expect(run("http_fetch", { url: "http://example.com/" })).rejects.toThrow(
      "example.com is not allowed",
    );
    await expect(run("http_fetch", { url: `http://${address}/away` })).rejects.toThrow(
      "169.254.169.254 is not allowed",
    );
  });
});

test("json_transformer applies an expression and names the place of a mistake", async () => {
  expect(
    await run("json_transformer", {
      expression: "$sum(rows.n)",
      input: { rows: [{ n: 1 }, { n: 2 }] },
    }),
  ).toEqual({ output: 3 });
  await expect(run("json_transformer", { expression: "$sum(", input: {} })).rejects.toMatchObject({
    code: "invalid_argument",
  });
});

test("text_statistics and report_writer", async () => {
  expect(
    await run("text_statistics", { text: "Churn rises. Churn hurts everybody." }),
  ).toMatchObject({ words: 5, sentences: 2 });
  const report = await run("report_writer", {
    title: "Churn",
    sections: [{ heading: "Facts", content: "# Inner\n\nText" }],
  });
  expect(report.markdown).toContain("## Facts\n\n### Inner");
});

describe("limits", () => {
  const endless = { expression: "($f := function($x) { $f($x + 1) }; $f(1))", input: {} };
  test("time", async () => {
    await expect(
      run("json_transformer", endless, { limits: { timeoutMs: 300, memoryMb: 128 } }),
    ).rejects.toMatchObject({ code: "deadline_exceeded" });
  });
  test("memory", async () => {
    const hungry = {
      expression: "$map([1..9000000], function($v) { {'a': $string($v)} })",
      input: {},
    };
    await expect(
      run("json_transformer", hungry, { limits: { timeoutMs: 30_000, memoryMb: 32 } }),
    ).rejects.toMatchObject({ code: "resource_exhausted" });
  });
  test("the caller going away", async () => {
    await expect(
      run("json_transformer", endless, { signal: AbortSignal.timeout(200) }),
    ).rejects.toMatchObject({ code: "canceled" });
  });
});
