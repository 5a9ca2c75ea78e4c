import type { Material } from "./assignment.ts";
import type { Hands } from "./hands.ts";

type Data = Readonly<Record<string, unknown>>;

/** What is known of a data source. */
export interface Profile {
  readonly source: string;
  readonly profile: Data;
}

/** Profiles of the sources: those that earlier tasks made, and new ones of the others. */
export async function profilesOf(material: Material, hands: Hands): Promise<readonly Profile[]> {
  const known = material.results.flatMap(({ result }) => storedProfiles(result.data));
  const profiles: Profile[] = [];
  for (const source of material.sources) {
    const profile =
      known.find((one) => one.source === source)?.profile ??
      (await hands.useTool(`profile ${source}`, "data_profiler", { source }));
    profiles.push({ source, profile });
  }
  return profiles;
}

/** One line a column, as a person would say it. */
export function describeProfile({ source, profile }: Profile): Data {
  const columns = list(profile.columns).map(describeColumn);
  return { source, rows: profile.rows, columns: columns.length, column: columns };
}

function describeColumn({ name, type, missing, distinct, min, max, mean }: Data): string {
  const range = typeof min === "number" ? ` from ${min} to ${max}, mean ${mean}` : "";
  const gaps = typeof missing === "number" && missing > 0 ? `; ${missing} missing` : "";
  return `${name} is ${type}${range}; ${distinct} distinct${gaps}`;
}

function storedProfiles(data: Data | undefined): readonly Profile[] {
  return list(data?.profiles).flatMap(({ source, profile }) =>
    typeof source === "string" && isObject(profile) ? [{ source, profile }] : [],
  );
}

function list(value: unknown): readonly Data[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: unknown): value is Data {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
