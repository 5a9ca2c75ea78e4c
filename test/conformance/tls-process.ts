/**
 * Publishes and consumes in a process of its own, because Node reads `NODE_EXTRA_CA_CERTS` at its start alone.
 * Prints one JSON line, a `TlsOutcome`.
 */
import { BerrysError } from "../../runtime/src/errors.ts";
import { createRedisTransport } from "../../runtime/src/transports/redis.ts";

/** What came of it: the ids that were handled, in their order, or the error of `publish`. */
export type TlsOutcome =
  | { readonly kind: "handled"; readonly ids: readonly string[] }
  | { readonly kind: "failed"; readonly code: string; readonly message: string };

const [url = "", ...sent] = process.argv.slice(2);
const transport = createRedisTransport({ url, publishTimeoutMs: 3000 });

async function exchange(): Promise<TlsOutcome> {
  const place = { kind: "event", channel: "task", partitions: 1 } as const;
  await transport.publish(
    sent.map((id) => ({ ...place, id, key: "k", body: JSON.stringify({ id }) })),
  );
  const ids: string[] = [];
  const all = Promise.withResolvers<void>();
  await transport.subscribe({
    ...place,
    group: "g",
    handle: async ({ id }) => {
      ids.push(id);
      if (ids.length === sent.length) all.resolve();
      return { kind: "done" };
    },
  });
  await all.promise;
  return { kind: "handled", ids };
}

const outcome = await exchange().catch((error: unknown): TlsOutcome => {
  if (!(error instanceof BerrysError)) throw error;
  return { kind: "failed", code: error.code, message: error.message };
});
await transport.close();
process.stdout.write(`${JSON.stringify(outcome)}\n`);
