import { describe, expect, test } from "vitest";
import { operations, roles, type TestPlatform } from "./platform.ts";
import { expectProblem, pathOf, send } from "./request.ts";

/** Who may call what, for every operation and role. */
export function describeAccess(platform: () => TestPlatform): void {
  describe("access", () => {
    test("without a key everything is refused that needs a role", async () => {
      for (const operation of operations) {
        const { method, operationId } = operation;
        const response = await send(platform(), method, pathOf(operation));
        if (operation.roles?.length) {
          await expectProblem(response, 401, operationId);
          expect(response.headers.get("www-authenticate"), operationId).toBe("Bearer");
        } else await expectProblem(response, 422, operationId);
      }
    });

    test.for(roles)("a key of a %s opens what the contract says", async (role) => {
      const key = platform().keys[role];
      for (const operation of operations) {
        const { method, operationId } = operation;
        const about = `${operationId} as ${role}`;
        const response = await send(platform(), method, pathOf(operation), { key });
        const open = !operation.roles?.length || operation.roles.includes(role);
        if (!open) await expectProblem(response, 403, about);
        else {
          expect([200, 404, 422], `${about}: ${await response.text()}`).toContain(response.status);
        }
      }
    });

    test("a wrong key and a forged token are refused", async () => {
      const forged = `${btoa('{"alg":"none"}')}.${btoa('{"iss":"berrys","roles":["admin"]}')}.`;
      for (const headers of [
        { "x-api-key": "bk_deadbeef_0000" },
        { "x-api-key": "" },
        { authorization: "Bearer nonsense" },
        { authorization: `Bearer ${forged}` },
      ]) {
        const response = await send(platform(), "GET", "/api/v1/projects", { headers });
        await expectProblem(response, 401, JSON.stringify(headers));
      }
    });
  });
}
