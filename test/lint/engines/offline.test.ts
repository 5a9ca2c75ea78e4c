import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { lintSide } from "@berrys/codegen/lint/lint";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Contracts, openContracts } from "../support/open-workspace.ts";

const asked: (string | undefined)[] = [];
const server = createServer(({ url }, response) => {
  asked.push(url);
  response.end("{}");
});
let base = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

test("no engine asks the network", async () => {
  const response = {
    description: "One.",
    content: {
      "application/json": {
        schema: { type: "object", example: { $ref: `${base}/schema` } },
        examples: { far: { externalValue: `${base}/example` } },
      },
    },
  };
  const found = await lint({
    "openapi.yaml": { paths: { "/a": { get: { responses: { "200": response } } } } },
    "asyncapi.yaml": {
      channels: {
        a: {
          address: "a",
          messages: { a: { payload: { type: "object", default: { $ref: `${base}/payload` } } } },
        },
      },
    },
  });
  expect(found.diagnostics).toEqual([]);
  expect(asked).toEqual([]);
});

test("settings of Redocly that live elsewhere are not fetched", async () => {
  const found = await lint({
    "redocly.yaml": { extends: [`${base}/rules.yaml`] },
    "openapi.yaml": {},
  });
  expect(found.diagnostics).toEqual([
    `The lint engine \`redocly\` could not run: its settings name ${base}/rules.yaml, which is not in the workspace.`,
  ]);
  expect(asked).toEqual([]);
});

async function lint(contracts: Contracts) {
  const side = await openContracts(contracts);
  const broken = side.diagnostics.filter(({ severity }) => severity === "error");
  expect(broken).toEqual([]);
  const [mistakes, diagnostics] = await lintSide(side);
  await side.dispose();
  return { mistakes, diagnostics: diagnostics.map(({ message }) => message) };
}
