import type { AccessTokens as TokenPair } from "@berrys/platform/schemas/auth";
import type { ApiGatewayContext, ApiGatewayHandlers } from "@berrys/platform/services/api-gateway";
import { now } from "@berrys/runtime/database/columns";
import { BerrysError } from "@berrys/runtime/errors";
import { v7 as uuidv7 } from "uuid";
import type { Role } from "../schema.ts";
import { createRefreshToken, hashRefreshToken, isPassword } from "../secrets.ts";
import type { RefreshTokenRow, Store, UserRow } from "../store.ts";
import { type AccessTokens, accessTokenSeconds } from "../tokens.ts";

type Rest = ApiGatewayHandlers<Store>["rest"];

const refreshTokenMs = 30 * 24 * 60 * 60 * 1000;

/** Signing in and out. `tokens` is there once the service has started. */
export function createAuthHandlers(
  tokens: () => AccessTokens,
): Pick<Rest, "login" | "refreshSession" | "logout" | "getProfile"> {
  const issue = async (
    store: Pick<Store, "insertRefreshToken">,
    user: UserRow,
    sessionId: string,
  ): Promise<TokenPair> => {
    const { token, hash } = createRefreshToken();
    const at = now();
    await store.insertRefreshToken({
      hash,
      session_id: sessionId,
      user_id: user.user_id,
      used: false,
      created_at: at,
      expires_at: new Date(Date.parse(at) + refreshTokenMs).toISOString(),
    });
    return {
      access_token: await tokens().sign(user),
      token_type: "Bearer",
      expires_in: accessTokenSeconds,
      refresh_token: token,
    };
  };

  return {
    login: async ({ body }, { store }) => {
      const user = await store.userByName(body.username);
      const good = await isPassword(body.password, user?.password_hash ?? null);
      if (user === undefined || !good) {
        throw new BerrysError("unauthenticated", "User name or password is wrong");
      }
      return issue(store, user, uuidv7());
    },

    refreshSession: async ({ body }, context) => {
      const used = await exchange(body.refresh_token, context);
      const user = await context.store.user(used.user_id);
      if (user === undefined) throw invalidToken();
      return issue(context.store, user, used.session_id);
    },

    logout: async ({ body }, context) => {
      await context.transaction(async (tx) => {
        const token = await tx.store.lockRefreshToken(hashRefreshToken(body.refresh_token));
        if (token !== undefined) await tx.store.endSession(token.session_id);
      });
    },

    getProfile: async (_request, { principal, store }) => {
      if (principal === null) throw new BerrysError("unauthenticated", "Sign in first");
      const named =
        principal.kind === "user"
          ? (await store.user(principal.id))?.username
          : (await store.apiKey(principal.id)).name;
      return {
        id: principal.id,
        kind: principal.kind === "user" ? "user" : "api-key",
        name: named ?? principal.id,
        roles: principal.roles as readonly Role[],
      };
    },
  };
}

/** Uses a refresh token up. One that was used before ends its session: somebody else has it too. */
async function exchange(
  token: string,
  context: ApiGatewayContext<Store>,
): Promise<RefreshTokenRow> {
  const found = await context.transaction(async (tx) => {
    const row = await tx.store.lockRefreshToken(hashRefreshToken(token));
    if (row === undefined) return null;
    if (row.used || row.expires_at < now()) {
      await tx.store.endSession(row.session_id);
      context.log.warn(
        { session_id: row.session_id },
        "a refresh token was used twice or too late",
      );
      return null;
    }
    await tx.store.useRefreshToken(row.hash);
    return row;
  });
  if (found === null) throw invalidToken();
  return found;
}

function invalidToken(): BerrysError {
  return new BerrysError(
    "unauthenticated",
    "The refresh token is not valid any more; sign in again",
  );
}
