import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compareSides } from "@berrys/codegen/compat/compare";
import type { Side } from "@berrys/codegen/compat/side";
import { openSide } from "@berrys/codegen/compat/sources/open-side";
import { fixAll } from "@berrys/codegen/lint/fix/fix-all";
import { runChecks } from "@berrys/codegen/lint/run-checks";
import { expect, test } from "vitest";
import { openContracts } from "../support/open-workspace.ts";

const openapi = `# The shop.
openapi: 3.1.0
info: { title: "Shop ", version: 1.0.0 } # first
tags:
  - name: orders

paths:
  /orders:
    x-berrys-service: shop
    get:
      operationId: listOrders
      tags: [orders, 'lists ']   # two
      responses:
        200: { description: A page., content: { application/json: { schema: { $ref: "parts.yaml#/Order" } } } }

components:
  schemas:
    Outer: { type: object, properties: { inner: { $ref: "#/components/schemas/Inner" } } }
    Inner: { type: string }
`;

const parts = `Order:
  type: object
  required: [order_id, state, order_id]
  properties:
    order_id: { type: string, description: Id. }
    created_at:
      description: When.
      type: string
    state:
      type: string
      # All of them.
      enum: [open, paid, open]
      example: paid
`;

const fixed = `# The shop.
openapi: 3.1.0
info: { title: Shop, version: 1.0.0 } # first
tags:
  - name: orders
  - { name: lists }

paths:
  /orders:
    x-berrys-service: shop
    get:
      operationId: listOrders
      tags: [orders, lists]   # two
      responses:
        "200": { description: A page., content: { application/json: { schema: { $ref: "parts.yaml#/Order" } } } }

`;

const fixedParts = `Order:
  type: object
  required: [order_id, state]
  properties:
    order_id: { type: string, format: uuid, description: Id. }
    created_at:
      description: When.
      type: string
      format: date-time
    state:
      type: string
      # All of them.
      enum: [open, paid]
      examples: [paid]
`;

test("everything mechanical is mended, in passes, and nothing else changes", async () => {
  const before = await openContracts({ "openapi.yaml": openapi, "parts.yaml": parts });
  const open = () => openSide({ kind: "folder", path: before.root, label: "now" });
  expect(await fixAll(before, open)).toBe("mended 11 mistakes in 2 files");
  const now = await open();
  expect(read(now, "openapi.yaml")).toBe(fixed);
  expect(read(now, "parts.yaml")).toBe(fixedParts);
  expect((await runChecks(now)).filter(({ fix }) => fix !== undefined)).toEqual([]);
  expect(await fixAll(now, open)).toBe("nothing to mend mechanically");

  const [changes] = await compareSides(before, now);
  expect(changes.filter(({ level }) => level !== "info")).toEqual([]);
  await now.dispose();
  await before.dispose();
});

test("what settings leave out stays as it is", async () => {
  const before = await openContracts({ "openapi.yaml": openapi, "parts.yaml": parts });
  const open = () => openSide({ kind: "folder", path: before.root, label: "now" });
  const wanted = ({ rule }: { readonly rule: string }) => rule === "rest/enum-unique";
  expect(await fixAll(before, open, { wanted })).toBe("mended 1 mistake in 1 file");
  expect(read(before, "openapi.yaml")).toBe(openapi);
  await before.dispose();
});

test("a fix that breaks the contracts is taken back", async () => {
  const before = await openContracts({ "openapi.yaml": openapi, "parts.yaml": parts });
  const open = async (): Promise<Side> => ({
    ...before,
    diagnostics: [
      { code: "load/syntax", severity: "error", message: "Broken.", span: null, related: [] },
    ],
    dispose: async () => {},
  });
  await expect(fixAll(before, open)).rejects.toThrow("broke the contracts: Broken.");
  expect(read(before, "openapi.yaml")).toBe(openapi);
  expect(read(before, "parts.yaml")).toBe(parts);
  await before.dispose();
});

function read({ root }: Side, file: string): string {
  return readFileSync(join(root, file), "utf8");
}
