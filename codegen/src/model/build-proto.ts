import type { DescFile, DescMethod, DescService, Registry } from "@bufbuild/protobuf";
import type { Span } from "../diagnostics/diagnostic.ts";
import type { LoadedProto } from "../load/proto.ts";
import { protoExportName } from "../names.ts";
import type { BuildContext } from "./context.ts";
import type { Origin, RpcMethodNode, RpcServiceNode } from "./model.ts";

/** The proto part of the model, and where its names stand in the files. */
export interface ProtoPart {
  readonly rpcServices: readonly RpcServiceNode[];
  /** Packages that declare RPC services, owned or not. */
  readonly packages: readonly string[];
  /** Place of a qualified name in a workspace file. */
  readonly spanOf: (origin: Origin) => Span | null;
}

/** Reads the services of the workspace's own proto files from the image; imported ones count as libraries. */
export async function buildProto(ctx: BuildContext, proto: LoadedProto): Promise<ProtoPart> {
  if (proto.image === null) return { rpcServices: [], packages: [], spanOf: () => null };
  const [{ createFileRegistry, fromBinary }, { FileDescriptorSetSchema }, { readPositions }] =
    await Promise.all([
      import("@bufbuild/protobuf"),
      import("@bufbuild/protobuf/wkt"),
      import("./proto-positions.ts"),
    ]);
  const set = fromBinary(FileDescriptorSetSchema, proto.image);
  const registry = createFileRegistry(set);
  const own = set.file.flatMap(({ name }) => {
    const file = registry.getFile(name);
    const path = proto.files.get(name);
    return file === undefined || path === undefined ? [] : [{ file, path }];
  });
  const spanOf = readPositions(own);
  const options = await createOptionReader(registry);
  const rpcServices = own.flatMap(({ file, path }) =>
    file.services.flatMap((service) => buildService(ctx, { file, path, service, options, spanOf })),
  );
  const packages = own
    .filter(({ file }) => file.services.length > 0)
    .map(({ file }) => file.proto.package);
  return { rpcServices, packages, spanOf };
}

interface MethodOptions {
  roles(method: DescMethod): readonly string[];
  timeoutMs(method: DescMethod): number | null;
}

/** Reads the options of `berrys/options/v1/options.proto`; without that file nobody can have set them. */
async function createOptionReader(registry: Registry): Promise<MethodOptions> {
  const { getOption, hasOption } = await import("@bufbuild/protobuf");
  const roles = registry.getExtension("berrys.options.v1.roles");
  const timeout = registry.getExtension("berrys.options.v1.timeout_ms");
  return {
    roles: (method) => {
      if (roles === undefined || !hasOption(method, roles)) return [];
      const value: unknown = getOption(method, roles);
      return Array.isArray(value) ? value.filter((role) => typeof role === "string") : [];
    },
    timeoutMs: (method) => {
      if (timeout === undefined || !hasOption(method, timeout)) return null;
      const value: unknown = getOption(method, timeout);
      return typeof value === "number" ? value : null;
    },
  };
}

interface ServicePlace {
  readonly file: DescFile;
  readonly path: string;
  readonly service: DescService;
  readonly options: MethodOptions;
  readonly spanOf: (origin: Origin) => Span | null;
}

function buildService(ctx: BuildContext, place: ServicePlace): readonly RpcServiceNode[] {
  const { file, path, service, options } = place;
  const origin: Origin = { file: path, pointer: service.typeName };
  const owner = ownerOfPackage(ctx, file.proto.package);
  if (owner === null) {
    const message = `The package \`${file.proto.package}\` of the RPC service \`${service.name}\` belongs to no service.`;
    const hint = `add \`${file.proto.package}\` to \`packages\` of a service in berrys.yaml`;
    ctx.reportAt("model/unowned", message, place.spanOf(origin), { hint });
    return [];
  }
  return [
    {
      kind: "rpc-service",
      name: service.typeName,
      doc: commentOf(file, [6, file.services.indexOf(service)]),
      origin,
      package: file.proto.package,
      typeName: protoExportName(service.name),
      service: owner,
      methods: service.methods.map((method, index) =>
        buildMethod(
          method,
          path,
          commentOf(file, [6, file.services.indexOf(service), 2, index]),
          options,
        ),
      ),
      module: `rpc/${file.name}_pb`,
    },
  ];
}

function ownerOfPackage(ctx: BuildContext, name: string): string | null {
  const { services } = ctx.config;
  const owner = services.find(({ packages }) => packages.includes(name));
  const [only] = services;
  return owner?.id ?? (services.length === 1 && only !== undefined ? only.id : null);
}

const streamings = {
  unary: "unary",
  server_streaming: "server",
  client_streaming: "client",
  bidi_streaming: "bidi",
} as const;

function buildMethod(
  method: DescMethod,
  file: string,
  doc: string,
  options: MethodOptions,
): RpcMethodNode {
  return {
    kind: "rpc-method",
    name: method.name,
    doc,
    origin: { file, pointer: `${method.parent.typeName}.${method.name}` },
    input: method.input.typeName,
    output: method.output.typeName,
    streaming: streamings[method.methodKind],
    roles: options.roles(method),
    timeoutMs: options.timeoutMs(method),
    idempotent: method.idempotency !== 0,
  };
}

function commentOf(file: DescFile, path: readonly number[]): string {
  const location = file.proto.sourceCodeInfo?.location.find(
    (candidate) =>
      candidate.path.length === path.length &&
      candidate.path.every((step, index) => step === path[index]),
  );
  const comment = location?.leadingComments || location?.trailingComments || "";
  return comment.replace(/^ /gm, "").trim();
}
