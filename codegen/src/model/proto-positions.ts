import type { DescEnum, DescFile, DescMessage } from "@bufbuild/protobuf";
import type { Span } from "../diagnostics/diagnostic.ts";
import type { Origin } from "./model.ts";

/** Finds qualified names (messages, fields, enums, services, methods) in the proto files of a workspace. */
export function readPositions(
  files: readonly { readonly file: DescFile; readonly path: string }[],
): (origin: Origin) => Span | null {
  let index: Map<string, Span> | null = null;
  return ({ file, pointer }) => {
    index ??= new Map(files.flatMap((entry) => spansOf(entry.file, entry.path)));
    return index.get(`${file}#${pointer}`) ?? index.get(`${file}#`) ?? null;
  };
}

function spansOf(file: DescFile, path: string): readonly (readonly [string, Span])[] {
  const names = new Map<string, string>();
  const declare = (steps: readonly number[], name: string) => {
    // Field 1 of every descriptor is its name, so the caret lands on the name instead of the keyword.
    names.set([...steps, 1].join("."), name);
  };
  const visitEnum = (node: DescEnum, steps: readonly number[]) => {
    declare(steps, node.typeName);
    for (const [at, value] of node.values.entries())
      declare([...steps, 2, at], `${node.typeName}.${value.name}`);
  };
  const visitMessage = (node: DescMessage, steps: readonly number[]) => {
    declare(steps, node.typeName);
    for (const [at, field] of node.fields.entries())
      declare([...steps, 2, at], `${node.typeName}.${field.name}`);
    for (const [at, nested] of node.nestedMessages.entries())
      visitMessage(nested, [...steps, 3, at]);
    for (const [at, nested] of node.nestedEnums.entries()) visitEnum(nested, [...steps, 4, at]);
  };
  for (const [at, node] of file.messages.entries()) visitMessage(node, [4, at]);
  for (const [at, node] of file.enums.entries()) visitEnum(node, [5, at]);
  for (const [at, service] of file.services.entries()) {
    declare([6, at], service.typeName);
    for (const [step, method] of service.methods.entries())
      declare([6, at, 2, step], `${service.typeName}.${method.name}`);
  }
  const start: Span = { file: path, line: 1, column: 1, endLine: 1, endColumn: 2 };
  const found: (readonly [string, Span])[] = [[`${path}#`, start]];
  for (const location of file.proto.sourceCodeInfo?.location ?? []) {
    const name = names.get(location.path.join("."));
    if (name !== undefined) found.push([`${path}#${name}`, toSpan(path, location.span)]);
  }
  return found;
}

/** Source info counts from 0 and leaves out the end line of a one-line span. */
export function toSpan(file: string, span: readonly number[]): Span {
  const [line = 0, column = 0, third = 0, fourth] = span;
  const [endLine, endColumn] = fourth === undefined ? [line, third] : [third, fourth];
  return {
    file,
    line: line + 1,
    column: column + 1,
    endLine: endLine + 1,
    endColumn: endColumn + 1,
  };
}
