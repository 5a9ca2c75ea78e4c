import { lookup } from "node:dns/promises";
import ipaddr from "ipaddr.js";
import { type BuiltInTool, defaultLimits, ToolFailure, type ToolHost, text } from "./tool.ts";

const maxBytes = 1_000_000;
const maxRedirects = 5;

export interface Fetched {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

export const httpFetch: BuiltInTool = {
  toolId: "0195e000-0000-7000-8000-000000000205",
  name: "http_fetch",
  description: "Fetches a page or file over HTTP from an allowed host.",
  version: "1.0.0",
  capabilities: ["research"],
  parametersSchema: {
    type: "object",
    required: ["url"],
    additionalProperties: false,
    properties: { url: { type: "string", format: "uri", description: "What to fetch." } },
  },
  resultSchema: {
    type: "object",
    required: ["status", "content_type", "body"],
    properties: {
      status: { type: "integer" },
      content_type: { type: "string" },
      body: { type: "string" },
    },
  },
  limits: defaultLimits,
  run: async (parameters, host) => {
    const { status, contentType, body } = await fetchText(text(parameters, "url"), host);
    return { status, content_type: contentType, body };
  },
};

/**
 * GET with every redirect held to the same rules; at most 1 MB of text. The credential `token` goes to the first
 * origin alone.
 */
export async function fetchText(url: string, host: ToolHost): Promise<Fetched> {
  let current = url;
  for (let hop = 0; hop <= maxRedirects; hop++) {
    await assertAllowed(current, host);
    const token = new URL(current).origin === new URL(url).origin ? host.credentials?.token : null;
    const response = await fetch(current, {
      redirect: "manual",
      headers: token ? { authorization: `Bearer ${token}` } : {},
    });
    const location = response.headers.get("location");
    if (response.status >= 300 && response.status < 400 && location !== null) {
      current = new URL(location, current).href;
      continue;
    }
    return {
      status: response.status,
      contentType: response.headers.get("content-type") ?? "application/octet-stream",
      body: await boundedText(response),
    };
  }
  throw new ToolFailure(`${url} redirects more than ${maxRedirects} times`);
}

/** A host must be on the list, and its name must not lead into a private network unless the list holds that address itself. */
async function assertAllowed(url: string, { allowedHosts }: ToolHost): Promise<void> {
  if (!URL.canParse(url)) throw new ToolFailure(`\`${url}\` is no URL`);
  const { protocol, hostname, host } = new URL(url);
  if (protocol !== "http:" && protocol !== "https:") {
    throw new ToolFailure(`Only http and https can be fetched, not ${protocol}`);
  }
  if (!allowedHosts.includes(host) && !allowedHosts.includes(hostname)) {
    throw new ToolFailure(
      `The host ${host} is not allowed; TOOL_ALLOWED_HOSTS lists the allowed ones`,
    );
  }
  const name = hostname.replace(/^\[|\]$/g, "");
  if (ipaddr.isValid(name)) return;
  for (const { address } of await lookup(name, { all: true })) {
    if (ipaddr.process(address).range() !== "unicast") {
      throw new ToolFailure(`The host ${name} leads to the private address ${address}`);
    }
  }
}

async function boundedText(response: Response): Promise<string> {
  if (response.body === null) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new ToolFailure(`The answer is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
