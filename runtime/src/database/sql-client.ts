import { type SQL, sql } from "drizzle-orm";
import type { Database } from "./database.ts";

/** The little SQL that the runtime itself speaks; a pool, a transaction and PGlite all fit behind it. */
export interface SqlClient {
  /**
   * Runs one statement with `$1`-style parameters; resolves with its rows. Timestamps come as text,
   * `json` and `jsonb` parsed.
   */
  query<Row>(text: string, params?: readonly unknown[]): Promise<readonly Row[]>;
}

/** Plain SQL on a Drizzle database or transaction, whatever its driver. */
export function sqlClientOf(database: Database): SqlClient {
  return {
    query: async <Row>(text: string, params: readonly unknown[] = []) => {
      const result: unknown = await database.execute(statementOf(text, params));
      return (result as { readonly rows: readonly Row[] }).rows;
    },
  };
}

function statementOf(text: string, params: readonly unknown[]): SQL {
  if (params.length === 0) return sql.raw(text);
  const chunks = text.split(/\$(\d+)/).map((chunk, index) => {
    return index % 2 === 0 ? sql.raw(chunk) : sql`${sql.param(params[Number(chunk) - 1])}`;
  });
  return sql.join(chunks);
}
