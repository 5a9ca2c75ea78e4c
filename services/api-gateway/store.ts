import type { Database } from "@berrys/runtime/database";
import { BerrysError } from "@berrys/runtime/errors";
import { and, asc, desc, eq, gt, isNull, lt, or } from "drizzle-orm";
import { apiKeys, refreshTokens, requestLog, signingKeys, users } from "./schema.ts";

export type UserRow = typeof users.$inferSelect;
export type ApiKeyRow = typeof apiKeys.$inferSelect;
export type RefreshTokenRow = typeof refreshTokens.$inferSelect;
export type SigningKeyRow = typeof signingKeys.$inferSelect;

export type Store = ReturnType<typeof createStore>;

/** Queries of the gateway. Lists return one row more than `limit` where there are more. */
export function createStore(database: Database) {
  return {
    insertUser: async (user: UserRow): Promise<void> => {
      await database.insert(users).values(user).onConflictDoNothing({ target: users.username });
    },
    userByName: async (username: string): Promise<UserRow | undefined> =>
      (await database.select().from(users).where(eq(users.username, username)))[0],
    user: async (userId: string): Promise<UserRow | undefined> =>
      (await database.select().from(users).where(eq(users.user_id, userId)))[0],

    /** False: there is a key of that prefix. */
    insertApiKey: async (key: ApiKeyRow): Promise<boolean> => {
      const insert = database.insert(apiKeys).values(key);
      const added = insert.onConflictDoNothing({ target: apiKeys.prefix });
      return (await added.returning({ id: apiKeys.api_key_id })).length > 0;
    },
    apiKeyByPrefix: async (prefix: string): Promise<ApiKeyRow | undefined> =>
      (await database.select().from(apiKeys).where(eq(apiKeys.prefix, prefix)))[0],
    apiKey: async (apiKeyId: string): Promise<ApiKeyRow> => {
      const [row] = await database.select().from(apiKeys).where(eq(apiKeys.api_key_id, apiKeyId));
      return foundKey(row, apiKeyId);
    },
    /** Reads a key and keeps others from changing it until the transaction ends. */
    lockApiKey: async (apiKeyId: string): Promise<ApiKeyRow> => {
      const query = database.select().from(apiKeys).where(eq(apiKeys.api_key_id, apiKeyId));
      return foundKey((await query.for("update"))[0], apiKeyId);
    },
    updateApiKey: async (apiKeyId: string, changes: Partial<ApiKeyRow>): Promise<void> => {
      await database.update(apiKeys).set(changes).where(eq(apiKeys.api_key_id, apiKeyId));
    },
    /** Newest first, without the revoked. */
    listApiKeys: (limit: number, after: string | undefined, at: string): Promise<ApiKeyRow[]> =>
      database
        .select()
        .from(apiKeys)
        .where(
          and(
            or(isNull(apiKeys.revoked_at), gt(apiKeys.revoked_at, at)),
            after === undefined ? undefined : lt(apiKeys.api_key_id, after),
          ),
        )
        .orderBy(desc(apiKeys.api_key_id))
        .limit(limit + 1),

    insertRefreshToken: async (token: RefreshTokenRow): Promise<void> => {
      await database.insert(refreshTokens).values(token);
    },
    lockRefreshToken: async (hash: string): Promise<RefreshTokenRow | undefined> => {
      const query = database.select().from(refreshTokens).where(eq(refreshTokens.hash, hash));
      return (await query.for("update"))[0];
    },
    useRefreshToken: async (hash: string): Promise<void> => {
      await database.update(refreshTokens).set({ used: true }).where(eq(refreshTokens.hash, hash));
    },
    endSession: async (sessionId: string): Promise<void> => {
      await database.delete(refreshTokens).where(eq(refreshTokens.session_id, sessionId));
    },

    /** The oldest key: every instance signs with the same one. */
    signingKey: async (): Promise<SigningKeyRow | undefined> =>
      (await database.select().from(signingKeys).orderBy(asc(signingKeys.created_at)).limit(1))[0],
    insertSigningKey: async (key: SigningKeyRow): Promise<void> => {
      await database.insert(signingKeys).values(key).onConflictDoNothing();
    },

    logRequest: async (request: typeof requestLog.$inferInsert): Promise<void> => {
      await database.insert(requestLog).values(request);
    },
  };
}

function foundKey(row: ApiKeyRow | undefined, apiKeyId: string): ApiKeyRow {
  if (row !== undefined) return row;
  throw new BerrysError("not_found", `There is no API key ${apiKeyId}`);
}
