/** A status of one version and the entry of the other that speaks about it. */
export interface StatusMatch {
  readonly old: string;
  readonly now: string;
  readonly relation: "same" | "made-specific" | "made-general";
}

/** The statuses of two versions. */
export interface StatusMatches {
  readonly met: readonly StatusMatch[];
  /** Ranges of the old version of which the new one lists single statuses alone. */
  readonly narrowed: readonly string[];
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** What a status tells; `default` stands for every status that is not listed. */
export type StatusClass = "informational" | "success" | "redirect" | "error" | "default";

/** The class of a status, range or `default`; null: none of these. */
export function statusClass(status: string): StatusClass | null {
  if (status === "default") return "default";
  if (!/^[1-5](\d\d|XX)$/.test(status)) return null;
  const classes = ["informational", "success", "redirect", "error", "error"] as const;
  return classes[Number(status[0]) - 1] ?? null;
}

/** Pairs statuses: the same ones, then each with the range or the default that stands for it in the other version. */
export function matchStatuses(old: readonly string[], now: readonly string[]): StatusMatches {
  const inOld = new Set(old);
  const inNew = new Set(now);
  const same = now.filter((status) => inOld.has(status));
  const specific = pairUp(
    now.filter((status) => !inOld.has(status)),
    (status) => generalOf(status, inOld) ?? onlyDefault(status, inOld),
  );
  const general = pairUp(
    old.filter((status) => !inNew.has(status)),
    (status) => generalOf(status, inNew),
  );
  return {
    met: [
      ...same.map((status) => ({ old: status, now: status, relation: "same" as const })),
      ...specific.met.map(([status, general]) => ({
        old: general,
        now: status,
        relation: "made-specific" as const,
      })),
      ...general.met.map(([status, general]) => ({
        old: status,
        now: general,
        relation: "made-general" as const,
      })),
    ],
    narrowed: general.alone.filter((status) => isNarrowed(status, now)),
    removed: general.alone.filter((status) => !isNarrowed(status, now)),
    added: specific.alone,
  };
}

function pairUp(
  statuses: readonly string[],
  generalFor: (status: string) => string | null,
): { readonly met: readonly (readonly [string, string])[]; readonly alone: readonly string[] } {
  const met: (readonly [string, string])[] = [];
  const alone: string[] = [];
  for (const status of statuses) {
    const general = generalFor(status);
    if (general === null) alone.push(status);
    else met.push([status, general]);
  }
  return { met, alone };
}

function isNarrowed(range: string, statuses: readonly string[]): boolean {
  return /^\dXX$/.test(range) && statuses.some((status) => status[0] === range[0]);
}

/** The entry that speaks about a status that is not listed. A default is written for failures. */
function generalOf(status: string, others: ReadonlySet<string>): string | null {
  const range = `${status[0]}XX`;
  const kind = statusClass(status);
  if (status !== range && kind !== "default" && others.has(range)) return range;
  return kind === "error" && others.has("default") ? "default" : null;
}

/** Where no success was listed, the default stood for it. */
function onlyDefault(status: string, others: ReadonlySet<string>): string | null {
  const isOnly = others.has("default") && ![...others].some(isSuccess);
  return isSuccess(status) && isOnly ? "default" : null;
}

function isSuccess(status: string): boolean {
  return statusClass(status) === "success";
}
