import type { Principal } from "@berrys/runtime/context";
import { now } from "@berrys/runtime/database/columns";
import { BerrysError } from "@berrys/runtime/errors";
import { exportJWK, generateKeyPair, importJWK, type JWK, jwtVerify, SignJWT } from "jose";
import { v7 as uuidv7 } from "uuid";
import type { Role } from "./schema.ts";
import type { Store, UserRow } from "./store.ts";

const issuer = "berrys-gateway";
const audience = "berrys-users";

/** Seconds that an access token is good for. */
export const accessTokenSeconds = 900;

/** Signs and checks the access tokens of users (JWT, EdDSA). */
export interface AccessTokens {
  sign(user: UserRow): Promise<string>;
  /** Rejects with `unauthenticated`. */
  verify(token: string): Promise<Principal>;
}

/** Uses the installation's key; the first start makes it. */
export async function createAccessTokens(store: Store): Promise<AccessTokens> {
  if ((await store.signingKey()) === undefined) {
    const { privateKey } = await generateKeyPair("EdDSA", { extractable: true });
    const jwk = await exportJWK(privateKey);
    await store.insertSigningKey({ key_id: uuidv7(), private_jwk: { ...jwk }, created_at: now() });
  }
  // Read again: another instance may have been first.
  const row = await store.signingKey();
  if (row === undefined) throw new Error("the signing key was not stored");
  const { d: _private, ...publicJwk } = row.private_jwk as JWK;
  const privateKey = await importJWK(row.private_jwk as JWK, "EdDSA");
  const publicKey = await importJWK(publicJwk, "EdDSA");
  return {
    sign: (user) =>
      new SignJWT({ name: user.username, roles: user.roles })
        .setProtectedHeader({ alg: "EdDSA", kid: row.key_id, typ: "JWT" })
        .setSubject(user.user_id)
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(`${accessTokenSeconds}s`)
        .sign(privateKey),
    verify: async (token) => {
      try {
        const { payload } = await jwtVerify(token, publicKey, {
          issuer,
          audience,
          algorithms: ["EdDSA"],
          clockTolerance: 5,
        });
        return {
          id: payload.sub ?? "",
          kind: "user",
          roles: (payload.roles ?? []) as readonly Role[],
        };
      } catch (cause) {
        throw new BerrysError(
          "unauthenticated",
          "The access token is not valid or has expired; sign in again or refresh it",
          { cause },
        );
      }
    },
  };
}
