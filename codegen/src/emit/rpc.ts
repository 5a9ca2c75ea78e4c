import type { FileDescriptorSet } from "@bufbuild/protobuf/wkt";
import type { Model, Origin, RpcMethodNode, RpcServiceNode } from "../model/model.ts";
import { rpcMethodName } from "../names.ts";
import { type Code, layOut, object, raw, value } from "./code.ts";
import { docComment } from "./literals.ts";
import { header, moduleFile, sourced } from "./module.ts";
import { rpcName } from "./names.ts";
import type { EmitOptions, OutputFile } from "./output.ts";

/** Module that holds the definitions of all RPC services. */
export const rpcDefinitionsModule = "rpc/services";

/** protobuf-es code of every proto file, and the definitions of their services. */
export async function emitRpc(
  model: Model,
  image: Uint8Array | null,
  options: EmitOptions,
): Promise<readonly OutputFile[]> {
  const messages = image === null ? [] : await emitProto(model, image, options);
  if (model.rpcServices.length === 0) return messages;
  return [...messages, emitDefinitions(model, options)];
}

function emitDefinitions(model: Model, emit: EmitOptions): OutputFile {
  const names = new Map(model.rpcServices.map((rpc) => [rpc, rpcName(rpc, model.rpcServices)]));
  return moduleFile({
    model,
    module: rpcDefinitionsModule,
    emit,
    declared: [...names.values()],
    origins: model.rpcServices.map(({ origin }) => origin),
    body: (imports) =>
      [...names].map(([rpc, name]) => {
        const head = `export const ${name}: ${imports.runtimeType("RpcDefinition")} = `;
        const code = rpcDefinition(rpc, imports.value(rpc.module, rpc.typeName));
        return `${docComment(sourced("", rpc.name))}\n${layOut(head, code, ";")}`;
      }),
  });
}

function rpcDefinition(rpc: RpcServiceNode, desc: string): Code {
  return object([
    ["service", value(rpc.service)],
    ["desc", raw(desc)],
    ["methods", object(rpc.methods.map((method) => [rpcMethodName(method), settings(method)]))],
  ]);
}

function settings({ roles, timeoutMs, idempotent }: RpcMethodNode): Code {
  return value({ roles, timeoutMs, idempotent });
}

async function emitProto(
  model: Model,
  image: Uint8Array,
  options: EmitOptions,
): Promise<readonly OutputFile[]> {
  // Loaded here because the plugin brings a TypeScript compiler along, which runs without proto files do not need.
  const [{ create, fromBinary }, { CodeGeneratorRequestSchema, FileDescriptorSetSchema }, plugin] =
    await Promise.all([
      import("@bufbuild/protobuf"),
      import("@bufbuild/protobuf/wkt"),
      import("@bufbuild/protoc-gen-es/dist/cjs/src/protoc-gen-es-plugin.js"),
    ]);
  const set = fromBinary(FileDescriptorSetSchema, image);
  const extension = options.importExtension === "" ? "none" : options.importExtension.slice(1);
  const response = plugin.protocGenEs.run(
    create(CodeGeneratorRequestSchema, {
      parameter: `target=ts,import_extension=${extension},erasable_syntax=true`,
      protoFile: set.file,
      fileToGenerate: ownFiles(set),
    }),
  );
  if (response.error !== undefined && response.error !== "") throw new Error(response.error);
  return response.file.map((file) => {
    const proto = file.name.replace(/_pb\.ts$/, ".proto");
    const origins = [originOf(proto, model)];
    return {
      path: `rpc/${file.name}`,
      content: `${header(origins, model.name)}\n${withoutPreamble(file.content)}`,
      origins,
    };
  });
}

// protobuf-es brings the well-known types along; other dependencies of the workspace need code too.
function ownFiles(set: FileDescriptorSet): string[] {
  return set.file.map(({ name }) => name).filter((name) => !name.startsWith("google/protobuf/"));
}

function withoutPreamble(content: string): string {
  return content
    .split("\n")
    .filter((line) => !/^(\/\/ @generated |\/\* eslint-disable \*\/$)/.test(line))
    .join("\n")
    .replace(/^\n+/, "")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/\n*$/, "\n");
}

// The image knows paths relative to a module of buf.yaml; the model knows them relative to the workspace.
function originOf(proto: string, model: Model): Origin {
  for (const { module, origin } of model.rpcServices) {
    const known = `${module.replace(/^rpc\//, "").replace(/_pb$/, "")}.proto`;
    if (!origin.file.endsWith(known)) continue;
    const root = origin.file.slice(0, -known.length);
    return { file: `${root}${proto}`, pointer: "" };
  }
  return { file: proto, pointer: "" };
}
