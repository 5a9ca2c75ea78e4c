/** What stores are built on. */
export type { Database } from "./database/database.ts";
