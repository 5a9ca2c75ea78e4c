import { gunzipSync } from "node:zlib";
import { Hono } from "hono";
import { expect, test } from "vitest";
import { mountDocumentation } from "./documentation.ts";

const document = new URL("../../../generated/rest/openapi.json", import.meta.url);

function app(): Hono {
  const created = new Hono();
  mountDocumentation(created, document);
  return created;
}

test("the document is revalidated by its tag, in either coding", async () => {
  const service = app();
  const plain = await service.request("/openapi.json");
  expect(plain.headers.get("content-type")).toBe("application/json");
  expect(await plain.json()).toMatchObject({ info: { title: "Berrys platform" } });
  const zipped = await service.request("/openapi.json", {
    headers: { "accept-encoding": "br, gzip;q=0.5" },
  });
  expect(zipped.headers.get("content-encoding")).toBe("gzip");
  const text = gunzipSync(Buffer.from(await zipped.arrayBuffer())).toString();
  expect(JSON.parse(text)).toHaveProperty("paths");
  const etag = zipped.headers.get("etag") ?? "";
  expect(etag).not.toBe(plain.headers.get("etag"));
  const again = await service.request("/openapi.json", {
    headers: { "accept-encoding": "gzip", "if-none-match": etag },
  });
  expect(again.status).toBe(304);
  const refused = await service.request("/openapi.json", {
    headers: { "accept-encoding": "gzip;q=0" },
  });
  expect(refused.headers.get("content-encoding")).toBeNull();
});

test("the page loads everything from its own origin, under addresses that hold a hash", async () => {
  const service = app();
  const response = await service.request("/docs");
  const policy = response.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/https?:/);
  const html = await response.text();
  expect(html).toContain("<title>Berrys platform</title>");
  expect(html).not.toMatch(/https?:/);
  const scripts = [...html.matchAll(/src="([^"]+)"/g)].map(([, path = ""]) => path);
  expect(scripts).toHaveLength(2);
  for (const path of scripts) {
    const script = await service.request(path);
    expect(script.status).toBe(200);
    expect(script.headers.get("cache-control")).toContain("immutable");
    expect((await script.text()).length).toBeGreaterThan(100);
  }
  expect((await service.request("/docs/other-00.js")).status).toBe(404);
});
