/** The little SQL that the runtime itself speaks; a pool, a connection in a transaction and PGlite all fit behind it. */
export interface SqlClient {
  /** Runs one statement with `$1`-style parameters; resolves with its rows. */
  query<Row>(text: string, params?: readonly unknown[]): Promise<readonly Row[]>;
}
