/** Name of a kind of schema change, the last part of its rule's id. */
export type SchemaChangeKind = string;
