/** What a command looks at: a workspace folder, or a single document. */
export interface Target {
  readonly kind: "folder" | "file";
  /** Absolute. */
  readonly path: string;
  /** As the user named it. */
  readonly label: string;
  /** Absolute folder that the places of findings are relative to. */
  readonly base: string;
}
