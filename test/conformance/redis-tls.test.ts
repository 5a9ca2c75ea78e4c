import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import {
  freePort,
  type RedisServer,
  startRedisServer,
} from "../../runtime/src/embedded/redis-server.ts";
import { checkRedis } from "../../runtime/src/transports/redis/boot-checks.ts";
import { type CertificateAuthority, createAuthority } from "../support/certificates.ts";
import { findRedis, howToInstallRedis } from "../support/redis.ts";
import type { TlsOutcome } from "./tls-process.ts";

const run = promisify(execFile);
const directory = mkdtempSync(join(tmpdir(), "berrys-tls-"));
const cleanups: (() => Promise<unknown>)[] = [];
let authority: CertificateAuthority;
/** Its certificate is for `localhost` and 127.0.0.1; null: the program was built without TLS. */
let server: RedisServer | null = null;

beforeAll(async () => {
  authority = createAuthority(directory);
  server = await startTls("here", "DNS:localhost,IP:127.0.0.1");
});
beforeEach(({ skip }) => {
  skip(server === null, "this redis-server was built without TLS");
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
afterAll(async () => {
  await server?.stop();
  rmSync(directory, { recursive: true });
});

/** A server that speaks TLS alone; null where the program cannot. */
async function startTls(name: string, names: string): Promise<RedisServer | null> {
  const program = findRedis();
  if (program === null) throw new Error(howToInstallRedis);
  const { certificate, key } = authority.issue(name, names);
  const port = await freePort();
  return startRedisServer({
    ...program,
    directory: join(directory, name),
    port,
    extraArguments: [
      ...["--port", "0", "--tls-port", String(port), "--tls-auth-clients", "no"],
      ...["--tls-cert-file", certificate, "--tls-key-file", key],
      ...["--tls-ca-cert-file", authority.certificate],
    ],
  }).catch((error: unknown) => {
    if (error instanceof Error && error.message.includes("Bad directive")) return null;
    throw error;
  });
}

/** What a process that trusts the authority, or does not, comes to. */
async function exchange(url: string, trusts: "trusts" | "trusts nobody"): Promise<TlsOutcome> {
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  const file = join(import.meta.dirname, "tls-process.ts");
  const { stdout } = await run(process.execPath, [file, url, "a", "b", "c"], {
    env: trusts === "trusts" ? { ...env, NODE_EXTRA_CA_CERTS: authority.certificate } : env,
    timeout: 30_000,
  });
  return JSON.parse(stdout) as TlsOutcome;
}

test.each(["localhost", "127.0.0.1"])("messages go and come over TLS to %s", async (host) => {
  const url = `rediss://${host}:${server?.port}`;
  expect(await exchange(url, "trusts")).toEqual({ kind: "handled", ids: ["a", "b", "c"] });
});

test("a certificate of an authority that is not trusted is refused", async () => {
  const url = `rediss://user:secret@127.0.0.1:${server?.port}`;
  const message = `Redis at 127.0.0.1:${server?.port} shows a certificate that is refused: self-signed certificate in certificate chain; start with \`NODE_EXTRA_CA_CERTS\` set to the PEM file of the authority that issued it`;
  expect(await exchange(url, "trusts nobody")).toEqual({
    kind: "failed",
    code: "unavailable",
    message,
  });
  await expect(
    checkRedis({ url, environment: "production", timeoutMs: 2000 }),
  ).rejects.toMatchObject({ code: "unavailable", message });
});

test("a certificate of another host is refused", async () => {
  const other = await startTls("other", "DNS:redis.example");
  cleanups.push(async () => other?.stop());
  expect(await exchange(`rediss://127.0.0.1:${other?.port}`, "trusts")).toEqual({
    kind: "failed",
    code: "unavailable",
    message: expect.stringMatching(
      /^Redis at 127\.0\.0\.1:\d+ shows a certificate that is refused: .* does not match certificate's altnames: .*\w; write the URL with a host that the certificate names$/,
    ),
  });
});
