import type { ApiKey, IssuedApiKey } from "@berrys/platform/schemas/auth";
import type { ApiGatewayContext, ApiGatewayHandlers } from "@berrys/platform/services/api-gateway";
import { instantOf, now } from "@berrys/runtime/database/columns";
import { BerrysError } from "@berrys/runtime/errors";
import { pageOf, positionOfCursor } from "@berrys/runtime/page";
import { v7 as uuidv7 } from "uuid";
import type { Role } from "../schema.ts";
import { createApiKey as createSecret } from "../secrets.ts";
import type { ApiKeyRow, Store } from "../store.ts";

type Rest = ApiGatewayHandlers<Store>["rest"];

/** How long a rotated key still works, so that its users can change over. */
const overlapMs = 24 * 60 * 60 * 1000;

export const listApiKeys: Rest["listApiKeys"] = async ({ query: { limit, cursor } }, { store }) => {
  const rows = await store.listApiKeys(limit, positionOfCursor(cursor), now());
  const { items, nextCursor } = pageOf(rows, limit, (key) => key.api_key_id);
  return { items: items.map(toResource), nextCursor };
};

export const getApiKey: Rest["getApiKey"] = async ({ params }, { store }) =>
  toResource(await store.apiKey(params.api_key_id));

export const createApiKey: Rest["createApiKey"] = ({ body }, context) => {
  assertMayGrant(context, body.roles);
  const expiresAt = body.expires_at === undefined ? null : instantOf(body.expires_at);
  const { name, roles } = body;
  return issue(context.store, actorOf(context), { name, roles, expires_at: expiresAt });
};

export const revokeApiKey: Rest["revokeApiKey"] = async ({ params }, { store }) => {
  await store.apiKey(params.api_key_id);
  await store.updateApiKey(params.api_key_id, { revoked_at: now() });
};

export const rotateApiKey: Rest["rotateApiKey"] = ({ params }, context) =>
  context.transaction(async ({ store }) => {
    const old = await store.lockApiKey(params.api_key_id);
    if (old.revoked_at !== null) {
      throw new BerrysError(
        "failed_precondition",
        "A key that was revoked or rotated cannot be rotated",
      );
    }
    const end = new Date(Date.now() + overlapMs).toISOString();
    await store.updateApiKey(old.api_key_id, { revoked_at: end });
    return issue(store, actorOf(context), old);
  });

type Order = Pick<ApiKeyRow, "name" | "roles" | "expires_at">;

async function issue(
  store: Pick<Store, "insertApiKey">,
  createdBy: string,
  { name, roles, expires_at }: Order,
): Promise<IssuedApiKey> {
  for (;;) {
    const { key, prefix, hash } = createSecret();
    const row: ApiKeyRow = {
      ...{ api_key_id: uuidv7(), name, prefix, hash, roles, expires_at },
      created_by: createdBy,
      created_at: now(),
      last_used_at: null,
      revoked_at: null,
    };
    if (await store.insertApiKey(row)) return { ...toResource(row), key };
  }
}

function actorOf({ principal }: ApiGatewayContext<Store>): string {
  return principal?.id ?? "unknown";
}

/** Nobody gives away more than they have. */
function assertMayGrant({ principal }: ApiGatewayContext<Store>, roles: readonly Role[]): void {
  const missing = roles.find((role) => principal?.roles.includes(role) !== true);
  if (missing === undefined || principal?.roles.includes("admin") === true) return;
  throw new BerrysError(
    "permission_denied",
    `You cannot give a key the role ${missing}, which you do not have`,
  );
}

function toResource(row: ApiKeyRow): ApiKey {
  const { hash: _hash, revoked_at: _revoked, ...key } = row;
  return key;
}
