import { compare, parse, prerelease } from "semver";

/**
 * The last release among tags: the highest version (`v1.2.3`, `1.2.3`, `api/v1.2.3`, `api@1.2.3`), releases before
 * candidates; without any version the first tag, the most recent one. Null: there are no tags.
 */
export function latestTag(tags: readonly string[]): string | null {
  const versions = tags.flatMap((tag) => {
    const version = parse(versionOf(tag));
    return version === null ? [] : [{ tag, version }];
  });
  const releases = versions.filter(({ version }) => prerelease(version) === null);
  const candidates = releases.length > 0 ? releases : versions;
  const [best] = candidates.toSorted((a, b) => compare(b.version, a.version));
  return best?.tag ?? tags[0] ?? null;
}

function versionOf(tag: string): string {
  return /(?:^|[/@_-])v?(\d+\.\d+\.\d+(?:[-+].*)?)$/i.exec(tag)?.[1] ?? "";
}
