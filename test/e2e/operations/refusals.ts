import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { operations, type TestPlatform } from "./platform.ts";
import { expectProblem, pathOf, send, unknownId } from "./request.ts";

async function expectProblemHead(response: Response): Promise<void> {
  expect(response.status).toBe(401);
  expect(response.headers.get("x-correlation-id")).toMatch(/\S/);
}

const withBody = operations.filter(({ body }) => body !== null);

/** What no operation takes, whatever it is asked for. */
export function describeRefusals(platform: () => TestPlatform): void {
  const post = (path: string, body: string, type?: string) =>
    send(platform(), "POST", path, {
      body,
      key: platform().keys.admin,
      ...(type === undefined ? {} : { type }),
    });

  describe("refusals", () => {
    test("unknown routes are 404, unknown methods 405", async () => {
      const key = platform().keys.admin;
      for (const path of ["/", "/api/v1", "/api/v1/nothing", "/api/v1/projects/", "/api/v2/tools"])
        await expectProblem(await send(platform(), "GET", path, { key }), 404, path);
      for (const path of new Set(operations.map((operation) => pathOf(operation)))) {
        const response = await send(platform(), "PROPFIND", path, { key });
        const problem = await expectProblem(response, 405, path);
        expect(response.headers.get("allow"), path).toMatch(/GET|POST|PUT/);
        expect(problem.title).toBe("Method not allowed");
      }
    });

    test("HEAD is answered like GET, without the body", async () => {
      const key = platform().keys.admin;
      for (const path of ["/api/v1/projects", "/api/v1/services"]) {
        const response = await send(platform(), "HEAD", path, { key });
        expect([response.status, await response.text()], path).toEqual([200, ""]);
        await expectProblemHead(await send(platform(), "HEAD", path));
      }
    });

    test("bodies that are no JSON, of another media type or too large", async () => {
      const huge = JSON.stringify({ name: "x".repeat(1024 * 1024) });
      const key = platform().keys.admin;
      for (const operation of withBody) {
        const { method, operationId } = operation;
        const path = pathOf(operation);
        const refused = async (status: number, body: string, type = "application/json") =>
          expectProblem(
            await send(platform(), method, path, { key, body, type }),
            status,
            `${operationId} ${status}`,
          );
        await refused(400, '{"name": ');
        await refused(400, "[".repeat(1_000));
        await refused(415, "name=x", "application/x-www-form-urlencoded");
        await refused(413, huge);
      }
    });

    test("a client may send the rest of what was refused and go on with its connection", async () => {
      const { hostname, port } = new URL(platform().gateway);
      const socket = connect(Number(port), hostname);
      const answers = socket.setEncoding("utf8")[Symbol.asyncIterator]();
      const until = async (wanted: string) => {
        for (let text = ""; !text.includes(wanted); ) {
          const { value, done } = await answers.next();
          expect(done, `closed after: ${text}`).not.toBe(true);
          text += value;
        }
      };
      const head = (method: string, length: number) =>
        `${method} /api/v1/projects HTTP/1.1\r\nHost: gateway\r\nX-API-Key: ${platform().keys.admin}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;
      const half = "x".repeat(1024 * 1024);
      socket.write(head("POST", 2 * half.length) + half);
      await until("Content too large");
      socket.write(half + head("GET", 0));
      await until("HTTP/1.1 200 OK");
      socket.destroy();
    });

    test("bodies that differ from the contract, with a pointer to where", async () => {
      const key = platform().keys.admin;
      for (const operation of withBody) {
        const { method, operationId } = operation;
        for (const [body, pointer] of [
          ["[]", /^\/body$/],
          ["null", /^\/body$/],
          ['{"not_in_the_contract": 1}', /^\/body\//],
        ] as const) {
          const response = await send(platform(), method, pathOf(operation), { key, body });
          const about = `${operationId} ${body}`;
          const { violations } = await expectProblem(response, 422, about);
          expect(violations?.[0]?.pointer, about).toMatch(pointer);
        }
      }
    });

    test("things that are not there are 404", async () => {
      const key = platform().keys.admin;
      const bodies: Readonly<Record<string, unknown>> = {
        updateProject: { name: "Another" },
        reviewProjectPlan: { plan_id: unknownId, decision: "approve" },
        updateTask: { title: "Another" },
        assignTask: { agent_id: unknownId },
        setAgentState: { state: "paused" },
        updateModel: { state: "inactive" },
        updateTool: { state: "inactive" },
        updateWebhook: { active: false },
      };
      for (const operation of operations) {
        const { method, operationId, path } = operation;
        // Whoever answers these knows of no project or service that is not there.
        const open = ["listProjectTasks", "listCorrelationMessages", "getServiceHealth"];
        if (!path.includes("{") || open.includes(operationId)) continue;
        const body = bodies[operationId];
        const init = body === undefined ? {} : { body: JSON.stringify(body) };
        const response = await send(platform(), method, pathOf(operation), { key, ...init });
        await expectProblem(response, 404, operationId);
      }
    });

    test("parameters that differ from the contract", async () => {
      const key = platform().keys.admin;
      for (const operation of operations) {
        const { method, operationId, path } = operation;
        if (!path.includes("_id}") || path.includes("{correlation_id}")) continue;
        const response = await send(
          platform(),
          method,
          `/api/v1${path.replaceAll(/\{[^}]+\}/g, "no-id")}`,
          { key },
        );
        const { violations } = await expectProblem(response, 422, operationId);
        expect(violations?.[0]?.pointer, operationId).toMatch(/^\/params\//);
      }
      for (const operation of operations) {
        if (!operation.parameters.some(({ name }) => name === "cursor")) continue;
        for (const query of ["limit=0", "limit=201", "limit=x", "cursor=nonsense", "fields=A"]) {
          const path = `${pathOf(operation)}?${query}`;
          // Some look for the thing first.
          const { status } = await send(platform(), "GET", path, { key });
          expect([422, 404], path).toContain(status);
        }
      }
    });

    test("characters that no text holds", async () => {
      const key = platform().keys.admin;
      const objectives = ["One"];
      for (const value of ["a\u0000b", "\ud800"]) {
        for (const body of [
          { name: value, objectives },
          { name: "x", objectives: [value] },
          { name: "x", objectives, preferences: { output_formats: [value] } },
        ]) {
          const response = await post("/api/v1/projects", JSON.stringify(body));
          await expectProblem(response, 422, JSON.stringify(body));
        }
        const context = { [value]: 1 };
        const workflow = { workflow_type: "project_execution", project_id: undefined, context };
        const response = await post("/api/v1/workflows", JSON.stringify(workflow));
        await expectProblem(response, 422, "workflow");
      }
      for (const path of ["/correlations/%00/messages", "/correlations/x/messages?type=%00"]) {
        const response = await send(platform(), "GET", `/api/v1${path}`, { key });
        await expectProblem(response, 422, path);
      }
    });

    test("numbers beyond all measure", async () => {
      const key = platform().keys.admin;
      for (const body of [
        '{"name":"x","objectives":["One"],"constraints":{"max_cost":1e999}}',
        '{"name":"x","objectives":["One"],"constraints":{"max_agents":1e300}}',
      ]) {
        await expectProblem(await post("/api/v1/projects", body), 422, body);
      }
      for (const [name, value] of [
        ["context_tokens", "3000000000"],
        ["cost_per_1k_tokens", "1e999"],
      ]) {
        const body = `{"name":"x","provider":"embedded","execution_types":["plan"],"${name}":${value}}`;
        await expectProblem(await post("/api/v1/models", body), 422, body);
      }
      for (const path of operations.map((operation) => pathOf(operation)).slice(0, 20)) {
        const { status } = await send(platform(), "GET", `${path}?limit=99999999999999999999`, {
          key,
        });
        expect(status, path).toBeLessThan(500);
      }
    });
  });
}
