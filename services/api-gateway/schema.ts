import { instant } from "@berrys/runtime/database/columns";
import { boolean, index, jsonb, pgSchema, text, uuid } from "drizzle-orm/pg-core";

export const schema = pgSchema("api_gateway");

export type Role = "admin" | "operator" | "developer" | "viewer";

export const users = schema.table("users", {
  user_id: uuid().primaryKey(),
  username: text().notNull().unique(),
  password_hash: text().notNull(),
  roles: jsonb().$type<readonly Role[]>().notNull(),
  created_at: instant().notNull(),
});

export const apiKeys = schema.table("api_keys", {
  api_key_id: uuid().primaryKey(),
  name: text().notNull(),
  prefix: text().notNull().unique(),
  hash: text().notNull(),
  roles: jsonb().$type<readonly Role[]>().notNull(),
  created_by: text().notNull(),
  created_at: instant().notNull(),
  expires_at: instant(),
  last_used_at: instant(),
  /** Set when the key was revoked or its rotation's overlap is over from then on. */
  revoked_at: instant(),
});

/** One row a refresh token; the rows of one sign-in share `session_id`. */
export const refreshTokens = schema.table(
  "refresh_tokens",
  {
    hash: text().primaryKey(),
    session_id: uuid().notNull(),
    user_id: uuid().notNull(),
    /** True once it was exchanged: seeing it again means that somebody stole it. */
    used: boolean().notNull(),
    created_at: instant().notNull(),
    expires_at: instant().notNull(),
  },
  (table) => [index("refresh_tokens_by_session").on(table.session_id)],
);

/** The key pair that signs access tokens, made at the first start. */
export const signingKeys = schema.table("signing_keys", {
  key_id: text().primaryKey(),
  private_jwk: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
  created_at: instant().notNull(),
});

export const requestLog = schema.table(
  "request_log",
  {
    request_id: uuid().primaryKey(),
    correlation_id: text().notNull(),
    method: text().notNull(),
    path: text().notNull(),
    principal: text(),
    at: instant().notNull(),
  },
  (table) => [index("request_log_by_correlation").on(table.correlation_id)],
);
