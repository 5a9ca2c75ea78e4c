import type { SqlClient } from "../database/sql-client.ts";
import { identifier } from "./schema.sql.ts";

/** The right to relay a schema's outbox. A row and not a lock: nothing is held open while messages are sent. */
export interface RelayLease {
  /** Takes or prolongs it; false: another instance has it. */
  take(): Promise<boolean>;
  release(): Promise<void>;
}

/** The database's clock decides, so that instances with other clocks agree. */
export function createRelayLease(
  sql: SqlClient,
  schema: string,
  holder: string,
  leaseMs: number,
): RelayLease {
  const table = `${identifier(schema)}.outbox_relay`;
  return {
    take: async () => {
      const rows = await sql.query(
        `UPDATE ${table} SET holder = $1, until = clock_timestamp() + $2::float8 * interval '1 millisecond'
         WHERE holder = $1 OR until < clock_timestamp() RETURNING holder`,
        [holder, leaseMs],
      );
      return rows.length === 1;
    },
    release: async () => {
      await sql.query(`UPDATE ${table} SET until = '-infinity' WHERE holder = $1`, [holder]);
    },
  };
}
