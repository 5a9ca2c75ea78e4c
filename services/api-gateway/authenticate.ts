import type { ApiGatewayContext } from "@berrys/platform/services/api-gateway";
import type { Principal } from "@berrys/runtime/context";
import { now } from "@berrys/runtime/database/columns";
import { BerrysError } from "@berrys/runtime/errors";
import { v7 as uuidv7 } from "uuid";
import { isApiKey, prefixOf } from "./secrets.ts";
import type { Store } from "./store.ts";
import type { AccessTokens } from "./tokens.ts";

type Ctx = ApiGatewayContext<Store>;

const lastUsedEveryMs = 60_000;

/** Who sent the request, by API key (`X-API-Key`) or access token (`Authorization: Bearer`); null: nobody said. */
export async function authenticate(
  request: Request,
  context: Ctx,
  tokens: AccessTokens,
): Promise<Principal | null> {
  const principal = await principalOf(request, context, tokens);
  await context.store.logRequest({
    request_id: uuidv7(),
    correlation_id: context.correlationId,
    method: request.method,
    path: new URL(request.url).pathname.slice(0, 500),
    principal: principal?.id ?? null,
    at: now(),
  });
  return principal;
}

async function principalOf(
  request: Request,
  { store }: Ctx,
  tokens: AccessTokens,
): Promise<Principal | null> {
  const key = request.headers.get("x-api-key");
  if (key !== null) return principalOfKey(key, store);
  const bearer = /^Bearer (\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  return bearer === undefined ? null : tokens.verify(bearer);
}

async function principalOfKey(key: string, store: Store): Promise<Principal> {
  const at = now();
  const row = await store.apiKeyByPrefix(prefixOf(key));
  const good =
    row !== undefined &&
    isApiKey(key, row.hash) &&
    (row.revoked_at === null || row.revoked_at > at) &&
    (row.expires_at === null || row.expires_at > at);
  if (!good) {
    throw new BerrysError(
      "unauthenticated",
      "The API key is not valid, was revoked or has expired",
    );
  }
  if (
    row.last_used_at === null ||
    Date.parse(at) - Date.parse(row.last_used_at) > lastUsedEveryMs
  ) {
    await store.updateApiKey(row.api_key_id, { last_used_at: at });
  }
  return { id: row.api_key_id, kind: "api-key", roles: row.roles };
}
