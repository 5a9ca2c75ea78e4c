/** Where a value and its members stand; offsets, ends are exclusive. */
export interface YamlPlace {
  readonly start: number;
  end: number;
  /** Places of members by name or index, with their keys in mappings. */
  readonly members: Map<string, YamlMember> | null;
}

/** One member of a mapping or sequence. */
export interface YamlMember {
  readonly key: readonly [start: number, end: number] | null;
  readonly place: YamlPlace;
}

/** A value with its place, while it is read. */
export interface YamlNode {
  readonly value: unknown;
  readonly place: YamlPlace;
  /** Offset after the node and what follows it on its line. */
  readonly after: number;
}
