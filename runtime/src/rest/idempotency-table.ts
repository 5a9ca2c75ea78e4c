import type { SqlClient } from "../database/sql-client.ts";
import { identifier } from "../outbox/schema.sql.ts";

/** Milliseconds for which a key belongs to its request, and its answer is repeated. */
export const idempotencyRetentionMs = 24 * 3_600_000;

/** One run of a request that has a key. */
export interface IdempotentRun {
  /** Of the key within its scope. */
  readonly id: string;
  readonly operation: string;
  /** Equal for equal requests. */
  readonly fingerprint: string;
  /** Of this run alone. */
  readonly holder: string;
}

/** What became of the wish to run a request. */
export type Claim =
  /** The run is the caller's: it must end in `finish` or `release`. */
  | { readonly kind: "taken" }
  /** An earlier run has not ended yet. */
  | { readonly kind: "running" }
  | { readonly kind: "answered"; readonly response: Uint8Array }
  /** The key belongs to a request with another fingerprint. */
  | { readonly kind: "other-request" };

/** Keys of a service's schema. The database's clock and its unique ids decide, so several instances agree. */
export interface IdempotencyTable {
  /** Of several that come at once, one gets the run. It loses the run to a repetition when `leaseMs` are over. */
  take(run: IdempotentRun, leaseMs: number): Promise<Claim>;
  /** Keeps the answer of a run; false: another run has taken over in the meantime. */
  finish(run: IdempotentRun, response: Uint8Array): Promise<boolean>;
  /** Ends a run without an answer: a repetition runs again. */
  release(run: IdempotentRun): Promise<void>;
}

/** Creates the table in `schema`, which must exist, where it is missing. */
export async function createIdempotencyTable(sql: SqlClient, schema: string): Promise<void> {
  const name = identifier(schema);
  await sql.query(
    `CREATE TABLE IF NOT EXISTS ${name}.idempotency_keys (
       id text PRIMARY KEY,
       operation text NOT NULL,
       fingerprint text NOT NULL,
       holder text NOT NULL,
       locked_until timestamptz NOT NULL,
       response bytea,
       expires_at timestamptz NOT NULL
     )`,
  );
  await sql.query(
    `CREATE INDEX IF NOT EXISTS idempotency_keys_expires_at ON ${name}.idempotency_keys (expires_at)`,
  );
}

/** Forgets keys that are older than the retention. */
export async function cleanIdempotencyTable(sql: SqlClient, schema: string): Promise<void> {
  await sql.query(
    `DELETE FROM ${identifier(schema)}.idempotency_keys WHERE expires_at <= clock_timestamp()`,
  );
}

export function createIdempotencyTableClient(sql: SqlClient, schema: string): IdempotencyTable {
  const table = `${identifier(schema)}.idempotency_keys`;
  const insert = async (run: IdempotentRun, leaseMs: number): Promise<boolean> => {
    const rows = await sql.query(
      `INSERT INTO ${table} AS known (id, operation, fingerprint, holder, locked_until, expires_at)
       VALUES ($1, $2, $3, $4, clock_timestamp() + $5::float8 * interval '1 millisecond',
         clock_timestamp() + $6::float8 * interval '1 millisecond')
       ON CONFLICT (id) DO UPDATE SET operation = excluded.operation, fingerprint = excluded.fingerprint,
         holder = excluded.holder, locked_until = excluded.locked_until, response = NULL,
         expires_at = excluded.expires_at
       WHERE known.expires_at <= clock_timestamp() OR (known.fingerprint = excluded.fingerprint
         AND known.response IS NULL AND known.locked_until <= clock_timestamp())
       RETURNING id`,
      [run.id, run.operation, run.fingerprint, run.holder, leaseMs, idempotencyRetentionMs],
    );
    return rows.length === 1;
  };
  const find = async (id: string) => {
    const [row] = await sql.query<{
      readonly fingerprint: string;
      readonly response: Uint8Array | null;
    }>(`SELECT fingerprint, response FROM ${table} WHERE id = $1`, [id]);
    return row;
  };
  return {
    take: async (run, leaseMs) => {
      for (;;) {
        if (await insert(run, leaseMs)) return { kind: "taken" };
        const known = await find(run.id);
        // Cleaned away between the two statements: the next insert finds it free.
        if (known === undefined) continue;
        if (known.fingerprint !== run.fingerprint) return { kind: "other-request" };
        if (known.response === null) return { kind: "running" };
        return { kind: "answered", response: known.response };
      }
    },
    finish: async (run, response) => {
      const rows = await sql.query(
        `UPDATE ${table} SET response = $3 WHERE id = $1 AND holder = $2 RETURNING id`,
        [run.id, run.holder, response],
      );
      return rows.length === 1;
    },
    release: async (run) => {
      await sql.query(
        `UPDATE ${table} SET locked_until = '-infinity' WHERE id = $1 AND holder = $2`,
        [run.id, run.holder],
      );
    },
  };
}
