import { execFile } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { fromFile, Parser } from "@asyncapi/parser";
import { bufCommand } from "@berrys/codegen/load/buf";
import { type LoadedModel, loadModel } from "@berrys/codegen/load-model";
import type { Model } from "@berrys/codegen/model/model";
import { fromBinary } from "@bufbuild/protobuf";
import {
  type DescriptorProto,
  type EnumDescriptorProto,
  type FileDescriptorProto,
  FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";
import openapiTypeScript, { astToString } from "openapi-typescript";
import { beforeAll, describe, expect, test } from "vitest";
import { entries, get, open, type Place, root } from "./documents.ts";
import { createChecker, undescribed } from "./schemas.ts";

const run = promisify(execFile);

let loaded: LoadedModel;
let model: Model;
beforeAll(async () => {
  loaded = await loadModel(root);
  if (loaded.model === null) throw new Error(JSON.stringify(loaded.diagnostics, null, 1));
  model = loaded.model;
});

describe("official tools accept the contracts", () => {
  test("asyncapi.yaml: @asyncapi/parser has neither errors nor warnings", async () => {
    const { document, diagnostics } = await fromFile(
      new Parser(),
      join(root, "asyncapi.yaml"),
    ).parse();
    const warning = 1;
    expect(diagnostics.filter(({ severity }) => severity <= warning)).toEqual([]);
    const names = new Set((document?.allMessages().all() ?? []).map((message) => message.name()));
    for (const { name } of model.messages) expect(names).toContain(name);
  });

  test("openapi.yaml: openapi-typescript makes types of every operation", async () => {
    const types = astToString(await openapiTypeScript(pathToFileURL(join(root, "openapi.yaml"))));
    for (const { operationId } of model.restOperations)
      expect(types).toContain(`operations["${operationId}"]`);
  });

  test("proto: buf lint and buf format find nothing", async () => {
    const [command, args] = bufCommand();
    const buf = (...more: string[]) => run(command, [...args, ...more], { cwd: root });
    expect((await buf("lint")).stdout).toBe("");
    expect((await buf("format", "-d", "--exit-code")).stdout).toBe("");
  });

  test("berrys has nothing to say, and the generated code is what the contracts give", async () => {
    expect(loaded.diagnostics).toEqual([]);
    const berrys = join(root, "cli/bin/berrys.js");
    const { stdout } = await run(process.execPath, [berrys, "gen", "--check", "--json"], {
      cwd: root,
    });
    expect(JSON.parse(stdout)).toMatchObject({ status: "unchanged" });
  });
});

describe("everything is described", () => {
  test("services, channels, messages and operations of the model", () => {
    const parameters = model.restOperations.flatMap((operation) =>
      operation.parameters.map(({ name, doc }) => ({ name: `${operation.name} ${name}`, doc })),
    );
    const responses = model.restOperations.flatMap((operation) =>
      operation.responses.map(({ status, doc }) => ({ name: `${operation.name} ${status}`, doc })),
    );
    const nodes = [
      ...[...model.services, ...model.channels, ...model.messages, ...model.restOperations],
      ...model.rpcServices.flatMap((service) => [service, ...service.methods]),
      ...[...parameters, ...responses],
    ];
    expect(nodes.length).toBeGreaterThan(500);
    expect(nodes.filter(({ doc }) => doc.trim() === "").map(({ name }) => name)).toEqual([]);
  });

  test("in their documents by a sentence, where the model would take a title instead", () => {
    const part = (...names: string[]) => entries(get(open("asyncapi.yaml"), ...names));
    const rest = model.restOperations.map(
      ({ name, path, method }) => [name, operationOf(path, method)] as const,
    );
    const [channels, operations, messages] = [
      part("channels"),
      part("operations"),
      part("components", "messages"),
    ];
    expect(operations).toHaveLength(model.channelOperations.length);
    expect(messages.length).toBeGreaterThanOrEqual(model.messages.length);
    for (const [name, place] of [...channels, ...operations, ...messages, ...rest])
      expect(get(place, "description")?.value, name).toMatch(/\w.*\.$/s);
  });

  test("schemas and their properties", () => {
    const named = model.schemas.filter(({ origin }) => /^\/[^/]+$/.test(origin.pointer));
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter(({ doc }) => doc === "").map(({ id }) => id)).toEqual([]);
    expect(undescribed(model)).toEqual([]);
  });

  test("messages, fields and enum values of the proto files", () => {
    const image = fromBinary(FileDescriptorSetSchema, loaded.image ?? new Uint8Array());
    const own = image.file.filter(({ name }) => name.startsWith("berrys/"));
    expect(own).toHaveLength(8);
    expect(own.flatMap(uncommented)).toEqual([]);
  });
});

/** Elements of a proto file without a comment. */
function uncommented(file: FileDescriptorProto): readonly string[] {
  const commented = new Set(
    (file.sourceCodeInfo?.location ?? [])
      .filter(({ leadingComments }) => leadingComments.trim() !== "")
      .map(({ path }) => path.join(".")),
  );
  const found: string[] = [];
  const need = (path: string, name: string): void => {
    if (!commented.has(path)) found.push(`${file.name}: ${name}`);
  };
  const visitEnum = (type: EnumDescriptorProto, path: string): void => {
    need(path, type.name);
    for (const [index, { name }] of type.value.entries()) need(`${path}.2.${index}`, name);
  };
  const visitMessage = (type: DescriptorProto, path: string): void => {
    if (type.options?.mapEntry === true) return;
    need(path, type.name);
    for (const [index, { name }] of type.field.entries())
      need(`${path}.2.${index}`, `${type.name}.${name}`);
    for (const [index, nested] of type.nestedType.entries())
      visitMessage(nested, `${path}.3.${index}`);
    for (const [index, nested] of type.enumType.entries()) visitEnum(nested, `${path}.4.${index}`);
  };
  for (const [index, type] of file.messageType.entries()) visitMessage(type, `4.${index}`);
  for (const [index, type] of file.enumType.entries()) visitEnum(type, `5.${index}`);
  return found;
}

describe("examples", () => {
  test("every message has one, and its envelope and its data are valid", () => {
    const check = createChecker(model);
    for (const message of model.messages) {
      expect(message.examples, message.name).not.toEqual([]);
      for (const example of message.examples)
        expect(check({ $ref: message.data }, example), message.name).toBe("");
      const envelopes = entries(get(open(message.origin.file), "messages"))
        .filter(([, place]) => get(place, "name")?.value === message.name)
        .flatMap(([, place]) => entries(get(place, "examples")));
      for (const [, example] of envelopes) {
        expect(get(example, "payload")?.value, message.name).toMatchObject({
          id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          type: message.name,
          source: expect.stringMatching(/^[a-z-]+$/),
          timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
          correlation_id: expect.any(String),
          data: message.examples[0],
        });
      }
      expect(envelopes, message.name).toHaveLength(message.examples.length);
    }
  });

  test("every body of a REST operation has one, and it is valid", () => {
    const check = createChecker(model);
    let checked = 0;
    for (const operation of model.restOperations) {
      const written = operationOf(operation.path, operation.method);
      const bodies = [
        ...Object.entries(operation.body?.content ?? {}).map(
          ([type, schema]) => [schema, get(written, "requestBody", "content", type)] as const,
        ),
        ...operation.responses
          .filter(({ status }) => status.startsWith("2"))
          .flatMap(({ status, content }) =>
            Object.entries(content).map(
              ([type, schema]) =>
                [schema, get(written, "responses", status, "content", type)] as const,
            ),
          ),
      ];
      for (const [schema, media] of bodies) {
        const examples = examplesOf(media);
        expect(examples, `${operation.name} has an example`).not.toEqual([]);
        for (const example of examples) {
          // The example of a stream is its text.
          if (typeof example === "string") continue;
          expect(check(schema ?? true, example), operation.name).toBe("");
          checked++;
        }
      }
    }
    expect(checked).toBeGreaterThan(model.restOperations.length);
  });
});

function operationOf(path: string, method: string): Place {
  const found = get(open("openapi.yaml"), "paths", path, method);
  if (found === undefined) throw new Error(`openapi.yaml has no ${method} ${path}`);
  return found;
}

function examplesOf(media: Place | undefined): readonly unknown[] {
  if (media === undefined) return [];
  const single = get(media, "example");
  const named = entries(get(media, "examples")).map(([, example]) => get(example, "value")?.value);
  return single === undefined ? named : [single.value, ...named];
}
