import { describe, expect, test } from "vitest";
import type { JsonSchemaObject, RestOperationNode } from "../model/model.ts";
import { contracts } from "./testing/contracts.ts";
import { emitted } from "./testing/emit.ts";

function withOperation(facts: Partial<RestOperationNode>): {
  readonly restOperations: readonly RestOperationNode[];
} {
  const [first] = contracts.restOperations;
  if (first === undefined) throw new Error("the small platform has operations");
  const plain = { ...first, parameters: [], body: null, responses: [] };
  return { restOperations: [{ ...plain, ...facts }] };
}

describe("operations", () => {
  test("a handler gets defaults filled in, a caller may leave them out", async () => {
    const files = await emitted("rest");
    const code = files["rest/projects.ts"];
    expect(code).toContain(`export interface ListProjectsRequest {
  readonly query: {
    /** @default 20 */
    readonly limit: number;
    readonly state?: ProjectState;
  };
}`);
    expect(files["rest/client.ts"]).toContain(`export interface ListProjectsInput {
  readonly query?: Partial<ListProjectsRequest["query"]>;
}`);
    expect(code).toContain("default: 20,");
  });

  test("results follow the success statuses", async () => {
    const code = (await emitted("rest"))["rest/projects.ts"];
    expect(code).toContain("export type ListProjectsResult = Page<Project>;");
    expect(code).toContain("export type CreateProjectResult = Project | Reply<202, Project>;");
    expect(code).toContain("export type DeleteProjectResult = void;");
    expect(code).toContain("export type WatchProjectResult = AsyncIterable<Project>;");
    expect(code).toContain(
      '{ status: 202, shape: "plain", mediaType: "application/json", check: checkProject },',
    );
    expect(code).toContain('errors: ["default"],');
  });

  test("bodies and answers that are no JSON are text, bytes or a form", async () => {
    const code = (
      await emitted(
        "rest",
        withOperation({
          body: {
            required: false,
            content: { "text/csv": {}, "application/zip": {}, "multipart/form-data": {} },
          },
          responses: [
            {
              status: "200",
              doc: "",
              headers: [],
              content: { "text/plain": null },
              data: null,
              paged: false,
            },
          ],
        }),
      )
    )["rest/projects.ts"];
    expect(code).toContain("readonly body?: string | Uint8Array | FormData;");
    expect(code).toContain("export type ListProjectsResult = string;");
    expect(code).toContain(
      'content: { "text/csv": null, "application/zip": null, "multipart/form-data": null },',
    );
  });

  test("an operation without declared success answers 204", async () => {
    const code = (await emitted("rest", withOperation({})))["rest/projects.ts"];
    expect(code).toContain(
      'success: [{ status: 204, shape: "empty", mediaType: null, check: null }],',
    );
    expect(code).toContain("export type ListProjectsRequest = Record<never, never>;");
  });

  test("the type that a parameter's text becomes is found behind references and unions", async () => {
    const parameter = (name: string, schema: JsonSchemaObject) => ({
      name,
      in: "query" as const,
      required: true,
      doc: "",
      schema,
      explode: true,
      style: "form",
    });
    const parameters = [
      parameter("state", { $ref: "schemas/project#ProjectState" }),
      parameter("states", { type: "array", items: { $ref: "schemas/project#ProjectState" } }),
      parameter("count", { type: ["integer", "null"] }),
      parameter("mixed", { oneOf: [{ type: "integer" }, { type: "string" }] }),
      parameter("flag", { const: true }),
    ];
    const code = (await emitted("rest", withOperation({ parameters })))["rest/projects.ts"];
    const types = [...(code ?? "").matchAll(/ type: "(\w+)",(?:\s+itemType: "(\w+)",)?/g)];
    expect(types.map(([, type, item]) => [type, item])).toEqual([
      ["string", undefined],
      ["array", "string"],
      ["integer", undefined],
      ["any", undefined],
      ["boolean", undefined],
    ]);
  });
});

describe("client", () => {
  test("has a method for each operation, without input where none is needed", async () => {
    const code = (await emitted("rest"))["rest/client.ts"];
    expect(code).toContain(`  listProjects(
    input?: ListProjectsInput,
    options?: RestCallOptions,
  ): Promise<RestReply<readonly Project[]>>;`);
    expect(code).toContain("    input: CreateProjectRequest,\n");
    expect(code).toContain("options?: RestCallOptions): WatchProjectResult;");
    expect(code).toContain("Promise<RestReply<undefined>>");
    expect(code).toContain(
      "export function createPlatformClient(options: RestClientOptions): PlatformClient {",
    );
  });

  test("imports nothing but the runtime's entry point and REST modules", async () => {
    const code = (await emitted("rest"))["rest/client.ts"] ?? "";
    const sources = [...code.matchAll(/from "(.+)"/g)].map(([, source]) => source);
    expect(sources).toEqual(["@berrys/runtime/v1", "../schemas/project.ts", "./projects.ts"]);
  });

  test("is absent where the contracts have no REST", async () => {
    expect(await emitted("rest", { restApi: null, restOperations: [] })).toEqual({});
  });
});
