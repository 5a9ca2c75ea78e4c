import { now } from "@berrys/runtime/database/columns";
import { BerrysError } from "@berrys/runtime/errors";
import { v7 as uuidv7 } from "uuid";
import { hashPassword, importApiKey, prefixOf } from "./secrets.ts";
import type { Store } from "./store.ts";

/** The first key and the first user of an installation. */
export interface Bootstrap {
  /** `BERRYS_BOOTSTRAP_API_KEY`: an admin key that exists from the start, at least 32 characters. */
  readonly apiKey: string | undefined;
  /** `BERRYS_BOOTSTRAP_USER`: `name:password` of an admin that exists from the start. */
  readonly user: string | undefined;
}

/** Makes what is asked for and not there yet; never changes what is. */
export async function bootstrap(store: Store, { apiKey, user }: Bootstrap): Promise<void> {
  if (apiKey !== undefined) {
    if (apiKey.length < 32) {
      throw new BerrysError(
        "invalid_argument",
        `BERRYS_BOOTSTRAP_API_KEY has ${apiKey.length} characters, expected at least 32; choose a longer one`,
      );
    }
    if ((await store.apiKeyByPrefix(prefixOf(apiKey))) === undefined) await addKey(store, apiKey);
  }
  if (user !== undefined) {
    const [, username, password] = /^([^:]+):(.{8,})$/s.exec(user) ?? [];
    if (username === undefined || password === undefined) {
      throw new BerrysError(
        "invalid_argument",
        "BERRYS_BOOTSTRAP_USER must be `name:password` with a password of at least 8 characters",
      );
    }
    if ((await store.userByName(username)) === undefined) await addUser(store, username, password);
  }
}

async function addKey(store: Store, key: string): Promise<void> {
  const { prefix, hash } = importApiKey(key);
  await store.insertApiKey({
    api_key_id: uuidv7(),
    name: "bootstrap",
    prefix,
    hash,
    roles: ["admin", "operator", "developer", "viewer"],
    created_by: "bootstrap",
    created_at: now(),
    expires_at: null,
    last_used_at: null,
    revoked_at: null,
  });
}

async function addUser(store: Store, username: string, password: string): Promise<void> {
  await store.insertUser({
    user_id: uuidv7(),
    username,
    password_hash: await hashPassword(password),
    roles: ["admin", "operator", "developer", "viewer"],
    created_at: now(),
  });
}
