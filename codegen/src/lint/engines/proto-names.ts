import { fromBinary } from "@bufbuild/protobuf";
import {
  type DescriptorProto,
  type EnumDescriptorProto,
  type FileDescriptorProto,
  FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";
import type { ProtoSide } from "../../compat/side.ts";

/** Where an element is declared; lines and columns count from 0, the end is exclusive. */
interface Extent {
  readonly name: string;
  readonly start: readonly [line: number, column: number];
  readonly end: readonly [line: number, column: number];
}

/** The qualified name of the innermost element at a position of a file (from 1); null: none is there. */
export function createProtoNames(
  proto: ProtoSide | null,
): (file: string, line: number, column: number) => string | null {
  const extents = new Map<string, readonly Extent[]>();
  if (proto !== null) {
    for (const file of fromBinary(FileDescriptorSetSchema, proto.image).file) {
      const path = proto.files.get(file.name);
      if (path !== undefined) extents.set(path, extentsOf(file));
    }
  }
  return (file, line, column) => {
    const at = [line - 1, column - 1] as const;
    const around = (extents.get(file) ?? []).filter(
      ({ start, end }) => !isBefore(at, start) && isBefore(at, end),
    );
    return (
      around.reduce<Extent | null>(
        (inner, extent) =>
          inner === null || !isBefore(extent.start, inner.start) ? extent : inner,
        null,
      )?.name ?? null
    );
  };
}

type Position = readonly [line: number, column: number];

function isBefore([line, column]: Position, [otherLine, otherColumn]: Position): boolean {
  return line < otherLine || (line === otherLine && column < otherColumn);
}

function extentsOf(file: FileDescriptorProto): readonly Extent[] {
  const names = namesOf(file);
  return (file.sourceCodeInfo?.location ?? []).flatMap(({ path, span }) => {
    const name = names.get(path.join("."));
    const [line = 0, column = 0, third = 0, fourth] = span;
    const end: Position = fourth === undefined ? [line, third] : [third, fourth];
    return name === undefined ? [] : [{ name, start: [line, column] as const, end }];
  });
}

/** Path of a declaration in the descriptor → qualified name. */
function namesOf(file: FileDescriptorProto): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const top = file.package === "" ? "" : `${file.package}.`;
  const visitEnum = (node: EnumDescriptorProto, path: string, prefix: string): void => {
    names.set(path, prefix + node.name);
    for (const [at, value] of node.value.entries())
      names.set(`${path}.2.${at}`, `${prefix}${node.name}.${value.name}`);
  };
  const left: (readonly [DescriptorProto, string, string])[] = file.messageType.map(
    (node, at) => [node, `4.${at}`, top] as const,
  );
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const [node, path, prefix] = next;
    const name = prefix + node.name;
    names.set(path, name);
    for (const [at, field] of node.field.entries())
      names.set(`${path}.2.${at}`, `${name}.${field.name}`);
    for (const [at, inner] of node.enumType.entries())
      visitEnum(inner, `${path}.4.${at}`, `${name}.`);
    for (const [at, inner] of node.nestedType.entries())
      left.push([inner, `${path}.3.${at}`, `${name}.`]);
  }
  for (const [at, node] of file.enumType.entries()) visitEnum(node, `5.${at}`, top);
  for (const [at, service] of file.service.entries()) {
    names.set(`6.${at}`, top + service.name);
    for (const [step, method] of service.method.entries())
      names.set(`6.${at}.2.${step}`, `${top}${service.name}/${method.name}`);
  }
  return names;
}
