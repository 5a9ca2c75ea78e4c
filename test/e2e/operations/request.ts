import type { RestOperationDefinition } from "@berrys/runtime/definitions";
import type { Problem } from "@berrys/runtime/rest/problem";
import { expect } from "vitest";
import type { TestPlatform } from "./platform.ts";

/** An id that nobody has. */
export const unknownId = "0195e1c8-0000-7000-8000-00000000dead";

/** Path of an operation on the gateway, with `unknownId` for every id that `params` does not give. */
export function pathOf(
  { path }: RestOperationDefinition,
  params: Readonly<Record<string, string>> = { service_id: "planning-system" },
): string {
  const filled = path.replaceAll(/\{([^}]+)\}/g, (_all, name: string) => params[name] ?? unknownId);
  return `/api/v1${filled}`;
}

/** A request that the generated client would not make. */
export function send(
  { gateway }: TestPlatform,
  method: string,
  path: string,
  init: {
    readonly key?: string;
    readonly body?: string | Uint8Array<ArrayBuffer>;
    readonly type?: string;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): Promise<Response> {
  return fetch(gateway + path, {
    method,
    body: init.body ?? null,
    headers: {
      ...(init.key === undefined ? {} : { "x-api-key": init.key }),
      ...(init.body === undefined ? {} : { "content-type": init.type ?? "application/json" }),
      ...init.headers,
    },
  });
}

/** The response is a problem of this status, as RFC 9457 and our contract want it. */
export async function expectProblem(
  response: Response,
  status: number,
  about: string,
): Promise<Problem> {
  const text = await response.text();
  expect(response.status, `${about}: ${text}`).toBe(status);
  expect(response.headers.get("content-type"), about).toBe("application/problem+json");
  const problem = JSON.parse(text) as Problem;
  expect(problem.status, about).toBe(status);
  expect(problem.detail, about).toMatch(/\S/);
  expect(problem.correlation_id, about).toBe(response.headers.get("x-correlation-id"));
  expect(problem.correlation_id, about).toMatch(/\S/);
  return problem;
}
