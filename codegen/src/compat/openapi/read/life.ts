import { member } from "../../../load/pointer.ts";
import type { Located } from "../../../load/reference.ts";
import { flagIn } from "./located.ts";

/** How long something is meant to stay. */
export interface Life {
  readonly deprecated: boolean;
  /** `YYYY-MM-DD`; null: none, or unreadable. */
  readonly sunset: string | null;
  /** What is written where it is no date; null: nothing, or a date. */
  readonly unreadable: string | null;
}

/** Deprecation and sunset as a node states them. */
export function readLife(node: Located): Life {
  const deprecated = flagIn(node, "deprecated");
  const written = member(node.value, "x-sunset") ?? member(node.value, "sunset");
  if (written === undefined || written === null) {
    return { deprecated, sunset: null, unreadable: null };
  }
  const day = dayOf(written);
  return { deprecated, sunset: day, unreadable: day === null ? String(written) : null };
}

/** The day of a date, a time (RFC 3339) or an HTTP date. */
function dayOf(written: unknown): string | null {
  if (typeof written !== "string") return null;
  const iso = /^(\d{4}-\d{2}-\d{2})([T ].*)?$/.exec(written.trim());
  const http = /^[A-Za-z]{3,9}, .* GMT$/.test(written.trim());
  const time = iso === null && !http ? Number.NaN : Date.parse(iso?.[1] ?? written);
  return Number.isNaN(time) ? null : new Date(time).toISOString().slice(0, 10);
}
