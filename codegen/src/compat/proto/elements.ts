import type { DescEnum, DescFile, DescMessage, DescMethod, Registry } from "@bufbuild/protobuf";
import type { Span } from "../../diagnostics/diagnostic.ts";
import type { ProtoSide } from "../side.ts";
import { readSpans } from "./spans.ts";

/** What a declaration is. */
export type ElementKind =
  | "message"
  | "field"
  | "oneof"
  | "extension"
  | "enum"
  | "enum-value"
  | "service"
  | "rpc";

/** One declaration of a proto file. */
export interface ProtoElement {
  readonly kind: ElementKind;
  /** Qualified; values of enums and methods with the name of their parent: `shop.v1.Color.RED`. */
  readonly name: string;
  /** Qualified name of the message, enum or service around it; null at the top of a file. */
  readonly parent: string | null;
  /** Path inside the image. */
  readonly file: string;
  readonly package: string;
  /** Number of a field or enum value. */
  readonly number: number | null;
  readonly isDeprecated: boolean;
  /** Where its name stands; null without source info. */
  readonly span: Span | null;
  /** The whole declaration with its body. */
  readonly extent: Span | null;
  /** Set for RPCs. */
  readonly method: DescMethod | null;
}

/** The declarations of the workspace's own proto files. */
export interface ProtoElements {
  readonly registry: Registry;
  readonly byName: ReadonlyMap<string, ProtoElement>;
  /** Elements of a file (path inside the image), in the order of their declaration. */
  inFile(file: string): readonly ProtoElement[];
  /** Package of a file of the image; null: there is no such file. */
  packageOf(file: string): string | null;
}

/** Reads an image; imported files are known to the registry alone. */
export async function readElements(side: ProtoSide): Promise<ProtoElements> {
  const [{ createFileRegistry, fromBinary }, { FileDescriptorSetSchema }] = await Promise.all([
    import("@bufbuild/protobuf"),
    import("@bufbuild/protobuf/wkt"),
  ]);
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, side.image));
  const files = new Map<string, readonly ProtoElement[]>();
  for (const [name, path] of side.files) {
    const file = registry.getFile(name);
    if (file !== undefined) files.set(name, elementsOf(file, path));
  }
  const byName = new Map<string, ProtoElement>();
  for (const elements of files.values())
    for (const element of elements) byName.set(element.name, element);
  return {
    registry,
    byName,
    inFile: (file) => files.get(file) ?? [],
    packageOf: (file) => registry.getFile(file)?.proto.package ?? null,
  };
}

type Declared = Pick<ProtoElement, "kind" | "name" | "parent"> &
  Partial<Pick<ProtoElement, "number" | "method">> & {
    readonly deprecated: boolean;
    readonly steps: readonly number[];
  };

function elementsOf(file: DescFile, path: string): readonly ProtoElement[] {
  // The last step of a name's path is 1, the number of `name` in every descriptor.
  const spans = readSpans(file, path);
  return declarationsOf(file).map(({ steps, deprecated, number, method, ...element }) => ({
    ...element,
    file: file.proto.name,
    package: file.proto.package,
    number: number ?? null,
    isDeprecated: deprecated,
    span: spans.get([...steps, 1].join(".")) ?? spans.get(steps.join(".")) ?? null,
    extent: spans.get(steps.join(".")) ?? null,
    method: method ?? null,
  }));
}

function declarationsOf(file: DescFile): readonly Declared[] {
  const found: Declared[] = [];
  const queue: { readonly node: DescMessage; readonly parent: string | null; steps: number[] }[] =
    file.messages.map((node, at) => ({ node, parent: null, steps: [4, at] }));
  for (const { node, parent, steps } of queue) {
    found.push({
      kind: "message",
      name: node.typeName,
      parent,
      deprecated: node.deprecated,
      steps,
    });
    found.push(...membersOf(node, steps));
    for (const [at, nested] of node.nestedEnums.entries())
      found.push(...enumOf(nested, node.typeName, [...steps, 4, at]));
    for (const [at, nested] of node.nestedMessages.entries())
      queue.push({ node: nested, parent: node.typeName, steps: [...steps, 3, at] });
  }
  for (const [at, node] of file.enums.entries()) found.push(...enumOf(node, null, [5, at]));
  for (const [at, node] of file.extensions.entries()) {
    const { typeName: name, number, deprecated } = node;
    found.push({ kind: "extension", name, parent: null, number, deprecated, steps: [7, at] });
  }
  for (const [at, service] of file.services.entries()) {
    const { typeName, deprecated } = service;
    found.push({ kind: "service", name: typeName, parent: null, deprecated, steps: [6, at] });
    for (const [step, method] of service.methods.entries()) {
      found.push({
        kind: "rpc",
        name: `${typeName}.${method.name}`,
        parent: typeName,
        deprecated: method.deprecated,
        method,
        steps: [6, at, 2, step],
      });
    }
  }
  return found;
}

function membersOf(node: DescMessage, steps: readonly number[]): readonly Declared[] {
  const parent = node.typeName;
  const fields = node.fields.map(
    ({ name, number, deprecated }, at): Declared => ({
      kind: "field",
      name: `${parent}.${name}`,
      parent,
      number,
      deprecated,
      steps: [...steps, 2, at],
    }),
  );
  const oneofs = node.oneofs.map(
    ({ name }, at): Declared => ({
      kind: "oneof",
      name: `${parent}.${name}`,
      parent,
      deprecated: false,
      steps: [...steps, 8, at],
    }),
  );
  return [...fields, ...oneofs];
}

function enumOf(
  node: DescEnum,
  parent: string | null,
  steps: readonly number[],
): readonly Declared[] {
  const values = node.values.map(
    ({ name, number, deprecated }, at): Declared => ({
      kind: "enum-value",
      name: `${node.typeName}.${name}`,
      parent: node.typeName,
      number,
      deprecated,
      steps: [...steps, 2, at],
    }),
  );
  return [
    { kind: "enum", name: node.typeName, parent, deprecated: node.deprecated, steps },
    ...values,
  ];
}
