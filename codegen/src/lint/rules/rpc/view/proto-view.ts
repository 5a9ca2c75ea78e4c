import type {
  DescEnum,
  DescField,
  DescFile,
  DescMessage,
  DescMethod,
  DescService,
  Registry,
} from "@bufbuild/protobuf";
import type { Place } from "../../../../compat/change.ts";
import type { Side } from "../../../../compat/side.ts";

/** Anything that a proto file declares by name. */
export type Declared =
  | DescMessage
  | DescField
  | DescEnum
  | DescEnum["values"][number]
  | DescService
  | DescMethod;

/** The Protobuf of a side, its own files alone; imported ones count as libraries. */
export interface ProtoView {
  readonly registry: Registry;
  readonly files: readonly DescFile[];
  /** Nested ones too, file order. */
  readonly messages: readonly DescMessage[];
  readonly enums: readonly DescEnum[];
  readonly services: readonly DescService[];
  readonly methods: readonly DescMethod[];
  /** Where a thing stands. */
  placeOf(declared: Declared): Place;
  /** The comment above or behind it, trimmed; empty: none. */
  commentOf(declared: Declared): string;
}

const views = new WeakMap<Uint8Array, Promise<ProtoView>>();

/** The proto files of a side, read once; null where there are none. */
export function protoOf({ proto }: Side): Promise<ProtoView | null> {
  if (proto === null) return Promise.resolve(null);
  const known = views.get(proto.image) ?? readProto(proto);
  views.set(proto.image, known);
  return known;
}

async function readProto({ image, files }: NonNullable<Side["proto"]>): Promise<ProtoView> {
  const [{ createFileRegistry, fromBinary }, { FileDescriptorSetSchema }, { readPositions }] =
    await Promise.all([
      import("@bufbuild/protobuf"),
      import("@bufbuild/protobuf/wkt"),
      import("../../../../model/proto-positions.ts"),
    ]);
  const set = fromBinary(FileDescriptorSetSchema, image);
  const registry = createFileRegistry(set);
  const own = set.file.flatMap(({ name }) => {
    const file = registry.getFile(name);
    const path = files.get(name);
    return file === undefined || path === undefined ? [] : [{ file, path }];
  });
  const spanOf = readPositions(own);
  const paths = new Map(own.map(({ file, path }) => [file, path]));
  const comments = new Map(own.map(({ file }) => [file, commentsOf(file)]));
  const messages = own.flatMap(({ file }) => withNested(file.messages));
  const services = own.flatMap(({ file }) => file.services);
  return {
    registry,
    files: own.map(({ file }) => file),
    messages,
    enums: [
      ...own.flatMap(({ file }) => file.enums),
      ...messages.flatMap(({ nestedEnums }) => nestedEnums),
    ],
    services,
    methods: services.flatMap((service) => service.methods),
    placeOf: (declared) => {
      const pointer = nameOf(declared);
      const file = paths.get(fileOf(declared)) ?? fileOf(declared).name;
      const span = spanOf({ file, pointer });
      return { file, pointer, ...(span === null ? {} : { span }) };
    },
    commentOf: (declared) => comments.get(fileOf(declared))?.get(stepsOf(declared).join(".")) ?? "",
  };
}

function withNested(messages: readonly DescMessage[]): readonly DescMessage[] {
  const found: DescMessage[] = [];
  const left = [...messages].reverse();
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    // Entries of maps are messages that nobody wrote.
    if (next.proto.options?.mapEntry === true) continue;
    found.push(next);
    left.push(...[...next.nestedMessages].reverse());
  }
  return found;
}

/** Qualified name of a thing: `berrys.projects.v1.Project.name`. */
export function nameOf(declared: Declared): string {
  return "typeName" in declared
    ? declared.typeName
    : `${declared.parent.typeName}.${declared.name}`;
}

function fileOf(declared: Declared): DescFile {
  return "file" in declared ? declared.file : declared.parent.file;
}

/** The path of a thing in its file descriptor. */
function stepsOf(declared: Declared): readonly number[] {
  switch (declared.kind) {
    case "message": {
      const { parent } = declared;
      return parent === undefined
        ? [4, declared.file.messages.indexOf(declared)]
        : [...stepsOf(parent), 3, parent.nestedMessages.indexOf(declared)];
    }
    case "enum": {
      const { parent } = declared;
      return parent === undefined
        ? [5, declared.file.enums.indexOf(declared)]
        : [...stepsOf(parent), 4, parent.nestedEnums.indexOf(declared)];
    }
    case "field":
      return [...stepsOf(declared.parent), 2, declared.parent.fields.indexOf(declared)];
    case "enum_value":
      return [...stepsOf(declared.parent), 2, declared.parent.values.indexOf(declared)];
    case "service":
      return [6, declared.file.services.indexOf(declared)];
    case "rpc":
      return [...stepsOf(declared.parent), 2, declared.parent.methods.indexOf(declared)];
    default:
      return declared satisfies never;
  }
}

function commentsOf(file: DescFile): ReadonlyMap<string, string> {
  return new Map(
    (file.proto.sourceCodeInfo?.location ?? []).flatMap(
      ({ path, leadingComments, trailingComments }) => {
        const text = (leadingComments || trailingComments).trim();
        return text === "" ? [] : [[path.join("."), text] as const];
      },
    ),
  );
}
