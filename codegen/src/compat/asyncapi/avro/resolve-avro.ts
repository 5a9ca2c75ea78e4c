import { member } from "../../../load/pointer.ts";
import { child, children, idOf, type Located } from "../../../load/reference.ts";
import { type AvroType, type AvroTypes, readAvroTypes, shortName } from "./names.ts";

/** Why data of one Avro schema cannot be read by another. */
export interface AvroProblem {
  /** Where in the data: `["items[]", "name"]`. */
  readonly path: readonly string[];
  /** One clause. */
  readonly message: string;
  readonly written: Located;
  readonly read: Located;
}

/** A path that shares its beginning with others: chains of types can be thousands long. */
interface Path {
  readonly before: Path | null;
  readonly segment: string;
}

interface Task {
  readonly written: Located;
  readonly read: Located;
  readonly path: Path | null;
}

interface Resolution {
  readonly writer: AvroTypes;
  readonly reader: AvroTypes;
  readonly left: Task[];
  readonly problems: AvroProblem[];
}

/** Everything that keeps the reader's schema from reading what the writer's schema allows (Avro's schema resolution). */
export function resolveAvro(written: Located, read: Located): readonly AvroProblem[] {
  const resolution: Resolution = {
    writer: readAvroTypes(written),
    reader: readAvroTypes(read),
    left: [{ written, read, path: null }],
    problems: [],
  };
  const seen = new Set<string>();
  // The list grows while it is gone through.
  for (const task of resolution.left) {
    const pair = {
      written: resolution.writer(task.written),
      read: resolution.reader(task.read),
      path: task.path,
    };
    const id = `${idOf(pair.written.located)} ${idOf(pair.read.located)}`;
    // A recursive type is resolved once; a pair that is under way holds.
    if (seen.has(id)) continue;
    seen.add(id);
    resolveTypes(resolution, pair);
  }
  return resolution.problems;
}

interface Pair {
  readonly written: AvroType;
  readonly read: AvroType;
  readonly path: Path | null;
}

function resolveTypes(resolution: Resolution, { written, read, path }: Pair): void {
  const { left } = resolution;
  const inside = (key: string, segment: string) =>
    left.push({
      written: child(written.located, key),
      read: child(read.located, key),
      path: withItems(path, segment),
    });
  if (written.kind === "union") {
    for (const [, branch] of children(written.located))
      left.push({ written: branch, read: read.located, path });
    return;
  }
  if (read.kind === "union") {
    const branch = branchFor(resolution, written, read);
    if (branch !== null) left.push({ written: written.located, read: branch, path });
    else fail(resolution, { written, read, path }, `${nameOf(written)} is none of the types read`);
    return;
  }
  if (!fits(written, read)) {
    const message = `${nameOf(written)} is written where ${nameOf(read)} is read`;
    fail(resolution, { written, read, path }, message);
    return;
  }
  if (read.kind === "record") resolveRecord(resolution, { written, read, path });
  if (read.kind === "enum") resolveEnum(resolution, { written, read, path });
  if (read.kind === "array") inside("items", "[]");
  if (read.kind === "map") inside("values", "{}");
}

/** `items[]`, as in the paths of JSON Schema. */
function withItems(path: Path | null, suffix: string): Path {
  return path === null
    ? { before: null, segment: suffix }
    : { before: path.before, segment: `${path.segment}${suffix}` };
}

function segmentsOf(path: Path | null): readonly string[] {
  const segments: string[] = [];
  for (let at = path; at !== null; at = at.before) segments.push(at.segment);
  return segments.reverse();
}

function fail({ problems }: Resolution, { written, read, path }: Pair, message: string): void {
  problems.push({ path: segmentsOf(path), message, written: written.located, read: read.located });
}

const promotions: Readonly<Record<string, readonly string[]>> = {
  int: ["long", "float", "double"],
  long: ["float", "double"],
  float: ["double"],
  string: ["bytes"],
  bytes: ["string"],
};

/** Whether the types fit, before what is inside them. */
function fits(written: AvroType, read: AvroType): boolean {
  if (written.kind !== read.kind)
    return (
      Object.hasOwn(promotions, written.kind) &&
      promotions[written.kind]?.includes(read.kind) === true
    );
  if (written.name === null || read.name === null) return true;
  const isSameSize = sizeOf(written) === sizeOf(read);
  return isSameSize && namesOf(read).includes(shortName(written.name));
}

function sizeOf({ kind, located }: AvroType): unknown {
  return kind === "fixed" ? member(located.value, "size") : null;
}

/** The name of a type and its aliases, all without namespace. */
function namesOf({ name, located }: AvroType): readonly string[] {
  return [...(name === null ? [] : [name]), ...textsOf(member(located.value, "aliases"))].map(
    shortName,
  );
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function branchFor(
  { reader }: Resolution,
  written: AvroType,
  { located }: AvroType,
): Located | null {
  const branches = children(located).map(([, branch]) => branch);
  const same = branches.find((branch) => {
    const type = reader(branch);
    return type.kind === written.kind && fits(written, type);
  });
  return same ?? branches.find((branch) => fits(written, reader(branch))) ?? null;
}

function resolveRecord(resolution: Resolution, { written, read, path }: Pair): void {
  const fields = new Map(
    children(child(written.located, "fields")).map(([, field]) => [
      String(member(field.value, "name")),
      field,
    ]),
  );
  for (const [, field] of children(child(read.located, "fields"))) {
    const name = String(member(field.value, "name"));
    const names = [name, ...textsOf(member(field.value, "aliases"))];
    const source = names.map((known) => fields.get(known)).find((known) => known !== undefined);
    const at: Path = { before: path, segment: name };
    if (source !== undefined) {
      const [from, to] = [child(source, "type"), child(field, "type")];
      resolution.left.push({ written: from, read: to, path: at });
    } else if (!Object.hasOwn(Object(field.value), "default")) {
      const message = `\`${name}\` is read and has no default, but it is not written`;
      resolution.problems.push({
        path: segmentsOf(at),
        message,
        written: written.located,
        read: field,
      });
    }
  }
}

function resolveEnum(resolution: Resolution, pair: Pair): void {
  const { written, read } = pair;
  if (member(read.located.value, "default") !== undefined) return;
  const known = new Set(textsOf(member(read.located.value, "symbols")));
  for (const symbol of textsOf(member(written.located.value, "symbols")))
    if (!known.has(symbol))
      fail(resolution, pair, `\`${symbol}\` may be written, which is not read`);
}

function nameOf({ kind, name }: AvroType): string {
  return name === null ? `\`${kind}\`` : `the ${kind} \`${name}\``;
}
