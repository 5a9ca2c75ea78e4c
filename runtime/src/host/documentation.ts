import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Hono } from "hono";

/** Everything comes from this origin and may talk to nothing else; Scalar writes its styles into the page. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Its address holds its hash, so it never changes. */
const forever = "public, max-age=31536000, immutable";

interface Asset {
  readonly body: Buffer<ArrayBuffer>;
  readonly zipped: Buffer<ArrayBuffer>;
  readonly hash: string;
}

/**
 * `/openapi.json` and `/docs`: an OpenAPI document in one file, and a page that shows it and tries it out (Scalar), all served from here.
 * Both are public, as the document of a public API is. Nothing is read before the first request.
 */
export function mountDocumentation(app: Hono, document: URL): void {
  const documentOf = once(async () => assetFrom(await readFile(document)));
  const scriptOf = once(async () => assetFrom(Buffer.from(await scalarScript())));
  const startOf = once(async () => assetFrom(Buffer.from(startScript)));

  app.get("/openapi.json", async (c) => {
    return send(await documentOf(), c.req.raw.headers, {
      "content-type": "application/json",
      "cache-control": "public, no-cache",
    });
  });
  app.get("/docs", async () => {
    const [shown, script, start] = await Promise.all([documentOf(), scriptOf(), startOf()]);
    return new Response(page(titleOf(shown.body), script.hash, start.hash), {
      headers: {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": contentSecurityPolicy,
        "cache-control": "no-cache",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
      },
    });
  });
  for (const [name, load] of [
    ["scalar", scriptOf],
    ["start", startOf],
  ] as const) {
    app.get(`/docs/:file{${name}-[0-9a-f]+\\.js}`, async (c) =>
      send(await load(), c.req.raw.headers, {
        "content-type": "text/javascript; charset=utf-8",
        "cache-control": forever,
        "x-content-type-options": "nosniff",
      }),
    );
  }
}

function titleOf(document: Buffer): string {
  const { info } = JSON.parse(document.toString()) as { readonly info: { readonly title: string } };
  return info.title;
}

function page(title: string, script: string, start: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${escapeHtml(title)}</title>
  </head>
  <body>
    <div id="app"></div>
    <script src="/docs/scalar-${script}.js"></script>
    <script src="/docs/start-${start}.js"></script>
  </body>
</html>
`;
}

/** Scalar asks no server but this one: no fonts, no telemetry, no proxy, no hosted assistant. */
const startScript = `Scalar.createApiReference("#app", {
  url: "/openapi.json",
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  persistAuth: false,
});
`;

/** Scalar's page is one file only in its package for Fastify, which hands it out over a route. */
async function scalarScript(): Promise<string> {
  const [{ default: fastify }, { default: scalar }] = await Promise.all([
    import("fastify"),
    import("@scalar/fastify-api-reference"),
  ]);
  const server = fastify();
  await server.register(scalar, {
    routePrefix: "/docs",
    configuration: { url: "/openapi.json" },
  });
  const { body } = await server.inject("/docs/js/scalar.js");
  await server.close();
  return body;
}

async function assetFrom(body: Buffer<ArrayBuffer>): Promise<Asset> {
  const hash = createHash("sha256").update(body).digest("hex").slice(0, 16);
  return { body, zipped: await promisify(gzip)(body), hash };
}

function send(asset: Asset, request: Headers, headers: Record<string, string>): Response {
  const zips = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(request.get("accept-encoding") ?? "");
  const etag = `"${asset.hash}${zips ? "-gzip" : ""}"`;
  const all = { ...headers, etag, vary: "accept-encoding" };
  if (request.get("if-none-match")?.includes(etag) === true)
    return new Response(null, { status: 304, headers: all });
  return zips
    ? new Response(asset.zipped, { headers: { ...all, "content-encoding": "gzip" } })
    : new Response(asset.body, { headers: all });
}

/** Loads at the first call; a failure is forgotten, so that the next call tries again. */
function once<Value>(load: () => Promise<Value>): () => Promise<Value> {
  let loading: Promise<Value> | null = null;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = null;
      throw error;
    });
    return loading;
  };
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
