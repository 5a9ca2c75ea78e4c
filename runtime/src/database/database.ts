import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";

/** Drizzle on PostgreSQL or PGlite, inside or outside a transaction: what a store is built on. */
export type Database = PgDatabase<PgQueryResultHKT, Record<string, never>>;
