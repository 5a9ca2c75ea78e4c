import type { ProtoSide, Side } from "../side.ts";

/**
 * Two single files are versions of one another whatever they are called (`base.proto`, `revision.proto`): the old one gets
 * the new one's name, so that buf compares them instead of telling that one is gone.
 */
export async function alignFiles(old: ProtoSide, now: Side): Promise<ProtoSide> {
  const [[before, place] = [], ...others] = [...old.files];
  const [[after] = [], ...more] = [...(now.proto?.files ?? [])];
  const isSingle = others.length === 0 && more.length === 0 && now.config === null;
  if (!isSingle || before === undefined || after === undefined || before === after) return old;
  const [{ fromBinary, toBinary }, { FileDescriptorSetSchema }] = await Promise.all([
    import("@bufbuild/protobuf"),
    import("@bufbuild/protobuf/wkt"),
  ]);
  const set = fromBinary(FileDescriptorSetSchema, old.image);
  if (set.file.some(({ name }) => name === after)) return old;
  for (const file of set.file) {
    if (file.name === before) file.name = after;
    file.dependency = file.dependency.map((name) => (name === before ? after : name));
  }
  return {
    image: toBinary(FileDescriptorSetSchema, set),
    files: new Map([[after, place ?? before]]),
  };
}
