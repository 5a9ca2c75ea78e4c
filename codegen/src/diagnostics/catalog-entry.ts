import type { Severity } from "./diagnostic.ts";

/** What `berrys explain <code>` tells about one kind of finding. */
export interface CatalogEntry {
  readonly severity: Severity;
  /** The problem in a few words. */
  readonly title: string;
  /** Why berrys refuses or questions it. */
  readonly cause: string;
  /** What to change. */
  readonly fix: string;
}
