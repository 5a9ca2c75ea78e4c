import { describe, expect, test } from "vitest";
import { type TestPlatform, user } from "./platform.ts";
import { unknownId } from "./request.ts";
import { expectRefused } from "./steps.ts";

/** Does something twice at once; resolves with what succeeded. */
async function bothOf<T>(work: () => Promise<T>): Promise<readonly T[]> {
  const outcomes = await Promise.allSettled([work(), work()]);
  return outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
}

/** Keys of programs, sessions of people, and the service directory. */
export function describeSessions(platform: () => TestPlatform): void {
  describe("keys and sessions", () => {
    test("a key is made, rotated and revoked", async () => {
      const { client, as } = platform();
      const body = { name: "Robot", roles: ["viewer"] as const };
      const created = await client.createApiKey({ body });
      const { api_key_id, key } = created.data;
      const params = { api_key_id };
      expect(created.headers.get("location")).toBe(`/api/v1/api-keys/${api_key_id}`);
      const { data: shown } = await client.getApiKey({ params });
      expect(shown).toMatchObject({ name: "Robot", prefix: key.slice(0, shown.prefix.length) });
      expect(shown).not.toHaveProperty("key");
      const profile = await as({ apiKey: key }).getProfile();
      expect(profile.data).toEqual({
        id: api_key_id,
        kind: "api-key",
        name: "Robot",
        roles: ["viewer"],
      });

      const [rotated, ...refused] = await bothOf(() => client.rotateApiKey({ params }));
      expect(refused).toEqual([]);
      if (rotated === undefined) throw new Error("No rotation succeeded");
      await as({ apiKey: rotated.data.key }).getProfile();
      // The old one works on for a day.
      await as({ apiKey: key }).getProfile();
      await expectRefused(client.rotateApiKey({ params }), "failed_precondition");
      expect((await client.revokeApiKey({ params })).status).toBe(204);
      await expectRefused(as({ apiKey: key }).getProfile(), "unauthenticated");
      await client.revokeApiKey({ params: { api_key_id: rotated.data.api_key_id } });
      await expectRefused(as({ apiKey: rotated.data.key }).getProfile(), "unauthenticated");
      const { data: left } = await client.listApiKeys();
      expect(left.map(({ name }) => name)).not.toContain("Robot");
      await expectRefused(client.getApiKey({ params: { api_key_id: unknownId } }), "not_found");
    });

    test("a key ends when it says", async () => {
      const { client, as } = platform();
      const expires_at = new Date(Date.now() - 1_000).toISOString();
      const body = { name: "Late", roles: ["viewer"] as const, expires_at };
      const { data } = await client.createApiKey({ body });
      await expectRefused(as({ apiKey: data.key }).getProfile(), "unauthenticated");
      const until = async (instant: string) =>
        (await client.createApiKey({ body: { ...body, expires_at: instant } })).data.expires_at;
      expect(await until("2030-01-01T12:00:00.1239+02")).toBe("2030-01-01T10:00:00.123Z");
      expect(await until("2016-12-31t23:59:60z")).toBe("2017-01-01T00:00:00.000Z");
      for (const never of ["0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999-23:59"])
        await expectRefused(until(never), "invalid_argument");
    });

    test("a person signs in, stays signed in and signs out", async () => {
      const { client, as } = platform();
      for (const wrong of [
        { ...user, password: "wrong" },
        { ...user, username: "nobody" },
      ]) {
        await expectRefused(client.login({ body: wrong }), "unauthenticated");
      }
      const { data: first } = await client.login({ body: user });
      const { data: profile } = await as({ token: first.access_token }).getProfile();
      expect(profile).toMatchObject({ kind: "user", name: user.username });
      const refresh = (refresh_token: string) => client.refreshSession({ body: { refresh_token } });
      const { data: second } = await refresh(first.refresh_token);
      await as({ token: second.access_token }).listProjects();
      const { data: third } = await refresh(second.refresh_token);
      // Somebody else has a token that was used: the whole session ends.
      await expectRefused(refresh(first.refresh_token), "unauthenticated");
      await expectRefused(refresh(third.refresh_token), "unauthenticated");

      const { data: other } = await client.login({ body: user });
      const session = as({ token: other.access_token });
      const body = { refresh_token: other.refresh_token };
      expect((await session.logout({ body })).status).toBe(204);
      expect((await session.logout({ body })).status).toBe(204);
      await expectRefused(refresh(other.refresh_token), "unauthenticated");
      await expectRefused(as({ token: "nonsense" }).getProfile(), "unauthenticated");
    });

    test("the directory knows all services and how they are", async () => {
      const { client } = platform();
      const { data: services } = await client.listServices();
      expect(services).toHaveLength(8);
      for (const { service, status, instances } of services) {
        expect({ service, status, count: instances.length }).toEqual({
          service,
          status: "healthy",
          count: 1,
        });
        const { data: health } = await client.getServiceHealth({ params: { service_id: service } });
        expect(health).toMatchObject({ service, status: "healthy" });
      }
    });
  });
}
