import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Config } from "../load/config.ts";
import type { Loaded } from "../load/load.ts";
import { isObject, member } from "../load/pointer.ts";
import type { Located } from "../load/reference.ts";
import { type AsyncApiPart, buildAsyncApi } from "./build-asyncapi.ts";
import { buildOpenApi, type OpenApiPart } from "./build-openapi.ts";
import { buildProto } from "./build-proto.ts";
import { checkNames } from "./check-names.ts";
import { type BuildContext, createContext } from "./context.ts";
import { deepFreeze } from "./freeze.ts";
import type { Model, ServiceNode } from "./model.ts";
import { nameSchemas } from "./name-schemas.ts";

/** A model with what validation needs beside it. */
export interface Built {
  readonly model: Model;
  readonly context: BuildContext;
  readonly asyncApi: AsyncApiPart | null;
  /** Proto packages that declare RPC services, owned or not. */
  readonly rpcPackages: readonly string[];
  /** The entry documents, where there are any. */
  readonly roots: { readonly asyncapi: Located | null; readonly openapi: Located | null };
  readonly diagnostics: readonly Diagnostic[];
}

/** Turns loaded contracts into the model. What is wrong is left out and reported. */
export async function buildModel(loaded: Loaded, config: Config): Promise<Built> {
  const ctx = createContext(config, loaded.sources, loaded.resolver);
  const roots = {
    asyncapi: rootOf(ctx, config.contracts.asyncapi, "asyncapi", /^3\./),
    openapi: rootOf(ctx, config.contracts.openapi, "openapi", /^3\.[01](\.|$)/),
  };
  const asyncApi: AsyncApiPart | null =
    roots.asyncapi === null ? null : buildAsyncApi(ctx, roots.asyncapi);
  const openApi: OpenApiPart | null =
    roots.openapi === null ? null : buildOpenApi(ctx, roots.openapi);
  const proto = loaded.proto === null ? null : await buildProto(ctx, loaded.proto);
  if (proto !== null) loaded.sources.addProtoPositions(proto.spanOf);
  const channels = asyncApi?.channels ?? [];
  const messages = asyncApi?.messages ?? [];
  const restOperations = openApi?.restOperations ?? [];
  const model: Model = {
    kind: "model",
    version: 1,
    name: config.name,
    services: config.services.map(serviceNode),
    schemas: nameSchemas(ctx, { channels, messages, restOperations }),
    channels,
    messages,
    channelOperations: asyncApi?.channelOperations ?? [],
    restApi: openApi?.restApi ?? null,
    restOperations,
    rpcServices: proto?.rpcServices ?? [],
  };
  checkNames(ctx, model);
  return {
    model: deepFreeze(model),
    context: ctx,
    asyncApi,
    rpcPackages: proto?.packages ?? [],
    roots,
    diagnostics: ctx.diagnostics,
  };
}

function rootOf(
  ctx: BuildContext,
  file: string | null,
  key: "asyncapi" | "openapi",
  supported: RegExp,
): Located | null {
  const document = file === null ? null : ctx.sources.document(file);
  if (file === null || document === null) return null;
  const value = isObject(document.value) ? document.value : {};
  const version = member(value, key) ?? member(value, "swagger");
  if (supported.test(String(version))) return { file, pointer: "", value };
  const title = key === "asyncapi" ? "AsyncAPI" : "OpenAPI";
  const expected = key === "asyncapi" ? "`asyncapi: 3.0.0`" : "`openapi: 3.1.0` (or 3.0)";
  const got = version === undefined ? "has no version" : `is version \`${String(version)}\``;
  const pointer =
    member(value, key) === undefined
      ? member(value, "swagger") === undefined
        ? ""
        : "/swagger"
      : `/${key}`;
  ctx.report(
    "load/unsupported-version",
    `\`${file}\` must be an ${title} document with ${expected}, but it ${got}.`,
    { file, pointer },
  );
  return null;
}

function serviceNode({
  id,
  title,
  description,
  port,
  packages,
  calls,
  rest,
}: Config["services"][number]): ServiceNode {
  return {
    kind: "service",
    name: title,
    doc: description,
    origin: { file: "berrys.yaml", pointer: `/services/${id}` },
    id,
    portOffset: port,
    packages,
    calls,
    rest,
  };
}
